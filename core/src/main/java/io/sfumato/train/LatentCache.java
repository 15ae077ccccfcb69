package io.sfumato.train;

import io.sfumato.firststage.DiagonalGaussian;
import io.sfumato.firststage.KlAutoencoder;
import io.sfumato.firststage.LatentScaling;
import io.sfumato.tensor.DType;
import io.sfumato.tensor.Grad;
import io.sfumato.tensor.Region;
import io.sfumato.tensor.Rng;
import io.sfumato.tensor.Safetensors;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.TensorArchive;
import io.sfumato.tensor.Tensors;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The latents of all training pictures, encoded once: means and deviations of the raw latents, [N, C, h, w], and the
 * scaling that takes them to zero mean and unit variance.
 */
final class LatentCache implements AutoCloseable {
    private static final int BATCH = 32;

    private final Tensor means;
    private final Tensor deviations;
    private final LatentScaling scaling;

    private LatentCache(Tensor means, Tensor deviations, LatentScaling scaling) {
        this.means = means.pin();
        this.deviations = deviations.pin();
        this.scaling = scaling;
    }

    static LatentCache read(Path file) {
        try (Region region = Region.open();
                TensorArchive archive = Safetensors.open(file)) {
            return new LatentCache(
                    archive.load("means"),
                    archive.load("deviations"),
                    new LatentScaling(
                            Double.parseDouble(archive.metadata().get("shift")),
                            Double.parseDouble(archive.metadata().get("scale"))));
        }
    }

    /** Encodes every picture and writes {@code file}; does nothing where it exists. */
    static void write(Path file, KlAutoencoder autoencoder, Pictures pictures, DType compute) {
        if (Files.exists(file)) {
            return;
        }
        Grad.off(() -> {
            try (Region region = Region.open()) {
                List<Tensor> means = new ArrayList<>();
                List<Tensor> deviations = new ArrayList<>();
                for (int start = 0; start < pictures.count(); start += BATCH) {
                    int end = Math.min(start + BATCH, pictures.count());
                    List<Integer> indices = IntStream.range(start, end).boxed().toList();
                    DiagonalGaussian posterior =
                            Region.returning(() -> encode(autoencoder, pictures, indices, compute));
                    means.add(posterior.mean());
                    deviations.add(posterior.logVariance().mul(0.5).exp());
                }
                Tensor allMeans = Tensors.cat(0, means);
                Tensor allDeviations = Tensors.cat(0, deviations);
                double shift = allMeans.mean().item();
                double variance = allMeans.sub(shift).square().mean().item()
                        + allDeviations.square().mean().item();
                Safetensors.write(
                        file,
                        Map.of("means", allMeans, "deviations", allDeviations),
                        Map.of("shift", Double.toString(shift), "scale", Double.toString(1 / Math.sqrt(variance))));
            }
        });
    }

    private static DiagonalGaussian encode(
            KlAutoencoder autoencoder, Pictures pictures, List<Integer> indices, DType compute) {
        Tensor pixels = pictures.batch(indices).nchw();
        DiagonalGaussian posterior =
                DiagonalGaussian.of(autoencoder.moments(pixels.to(compute)).to(DType.FLOAT32));
        return new DiagonalGaussian(posterior.mean().contiguous(), posterior.logVariance());
    }

    LatentScaling scaling() {
        return scaling;
    }

    /** Scaled latents of some pictures, drawn from their posteriors: [N, C, h, w]. */
    Tensor sample(long[] indices, Rng rng) {
        Tensor chosen = Tensors.of(indices, io.sfumato.tensor.Shape.of(indices.length));
        Tensor mean = means.indexSelect(0, chosen);
        Tensor raw = mean.add(deviations.indexSelect(0, chosen).mul(rng.normal(mean.shape())));
        return raw.sub(scaling.shift()).mul(scaling.scale());
    }

    @Override
    public void close() {
        means.close();
        deviations.close();
    }
}

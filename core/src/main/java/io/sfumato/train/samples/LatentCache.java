package io.sfumato.train.samples;

import io.sfumato.data.Sample;
import io.sfumato.firststage.Autoencoder;
import io.sfumato.firststage.DiagonalGaussian;
import io.sfumato.firststage.KlAutoencoder;
import io.sfumato.firststage.LatentScaling;
import io.sfumato.firststage.VqAutoencoder;
import io.sfumato.tensor.ArchiveException;
import io.sfumato.tensor.DType;
import io.sfumato.tensor.Draws;
import io.sfumato.tensor.Grad;
import io.sfumato.tensor.Held;
import io.sfumato.tensor.Region;
import io.sfumato.tensor.Safetensors;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.TensorArchive;
import io.sfumato.tensor.Tensors;
import io.sfumato.train.loop.Stop;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The latents of all pictures that can be read, encoded once: means and, where the code is random, deviations of the raw latents,
 * [N, C, h, w].
 */
public final class LatentCache implements AutoCloseable {
    private static final int BATCH = 32;

    private static final String ENTRIES = "entries";
    private static final String MEANS = "means";
    private static final String DEVIATIONS = "deviations";

    private final int[] entries;
    private final Tensor means;
    private final Optional<Tensor> deviations;

    private LatentCache(Raw raw) {
        this.entries =
                Arrays.stream(raw.entries.toLongs()).mapToInt(Math::toIntExact).toArray();
        this.means = raw.means.pin();
        this.deviations = raw.deviations.map(Tensor::pin);
    }

    /**
     * Latents before they are scaled.
     *
     * @param entries of the data set that they belong to, int64 [N]
     */
    private record Raw(Tensor entries, Tensor means, Optional<Tensor> deviations) implements Held {
        /** Of a batch. */
        static Raw of(Encoding encoding, List<Sample> samples) {
            long[] entries = samples.stream().mapToLong(Sample::entry).toArray();
            Tensor found = Tensors.of(entries, Shape.of(entries.length));
            Tensor pixels = SampleSource.pixels(samples).nchw().to(encoding.compute());
            if (encoding.autoencoder() instanceof KlAutoencoder kl) {
                DiagonalGaussian posterior =
                        DiagonalGaussian.of(kl.moments(pixels).to(DType.FLOAT32));
                return new Raw(
                        found,
                        posterior.mean().contiguous(),
                        Optional.of(posterior.logVariance().mul(0.5).exp()));
            }
            Tensor features =
                    ((VqAutoencoder) encoding.autoencoder()).features(pixels).to(DType.FLOAT32);
            return new Raw(found, features, Optional.empty());
        }

        static Raw of(List<Raw> batches) {
            List<Tensor> deviations =
                    batches.stream().flatMap(batch -> batch.deviations.stream()).toList();
            return new Raw(
                    Tensors.cat(0, batches.stream().map(Raw::entries).toList()),
                    Tensors.cat(0, batches.stream().map(Raw::means).toList()),
                    deviations.isEmpty() ? Optional.empty() : Optional.of(Tensors.cat(0, deviations)));
        }

        @Override
        public void forEachTensor(Consumer<Tensor> visitor) {
            visitor.accept(entries);
            visitor.accept(means);
            deviations.ifPresent(visitor);
        }
    }

    /**
     * What a file of latents must be of.
     *
     * @param pictures of the data set, broken ones too
     * @param ofOne the shape of the latents of one, [1, C, h, w]
     */
    public record Expected(LatentOrigin origin, int pictures, Shape ofOne) {}

    /** Reads a file that {@link #write} has written. Throws {@link ArchiveException} where it holds anything else. */
    public static LatentCache read(Path file, Expected expected) {
        try (Region region = Region.open();
                TensorArchive archive = Safetensors.open(file)) {
            Shape ofOne = expected.ofOne();
            long count = archive.shape(ENTRIES).elements();
            Shape ofAll = Shape.of(count, ofOne.size(1), ofOne.size(2), ofOne.size(3));
            check(file, archive.shape(MEANS), ofAll);
            boolean varies = archive.contains(DEVIATIONS);
            if (varies) {
                check(file, archive.shape(DEVIATIONS), ofAll);
            }
            expected.origin().check(file, archive.metadata());
            Tensor entries = archive.load(ENTRIES);
            if (Arrays.stream(entries.toLongs()).anyMatch(entry -> entry < 0 || entry >= expected.pictures())) {
                throw new ArchiveException(file + " holds latents of other pictures: it knows of more than the "
                        + expected.pictures() + " that there are");
            }
            return new LatentCache(new Raw(
                    entries, archive.load(MEANS), varies ? Optional.of(archive.load(DEVIATIONS)) : Optional.empty()));
        }
    }

    private static void check(Path file, Shape got, Shape expected) {
        if (!got.equals(expected)) {
            throw new ArchiveException(file + " holds latents of the shape " + got + ", expected " + expected);
        }
    }

    /**
     * How pictures are encoded.
     *
     * @param stop heeded before every batch
     */
    public record Encoding(Autoencoder autoencoder, DType compute, Stop stop) {}

    /**
     * Encodes every picture of {@code source}, whose positions are its entries, and writes {@code file}. Nothing is written where it
     * is stopped.
     */
    public static void write(Path file, Encoding encoding, SampleSource source, LatentOrigin origin) {
        Grad.off(() -> {
            try (Region region = Region.open()) {
                List<Raw> batches = new ArrayList<>();
                for (long start = 0; start < source.count(); start += BATCH) {
                    encoding.stop().heed("pictures were encoded");
                    List<Sample> readable = source.readable(start, Math.min(start + BATCH, source.count()));
                    if (!readable.isEmpty()) {
                        batches.add(Region.returning(() -> Raw.of(encoding, readable)));
                    }
                }
                Raw raw = Raw.of(batches);
                Map<String, Tensor> tensors = new LinkedHashMap<>();
                tensors.put(ENTRIES, raw.entries);
                tensors.put(MEANS, raw.means);
                raw.deviations.ifPresent(deviations -> tensors.put(DEVIATIONS, deviations));
                Safetensors.write(file, tensors, origin.notes());
            }
        });
    }

    /** What takes them to zero mean and unit variance over all pictures. */
    public LatentScaling standardising() {
        try (Region region = Region.open()) {
            double shift = means.mean().item();
            double variance = means.sub(shift).square().mean().item()
                    + deviations.map(it -> it.square().mean().item()).orElse(0.0);
            return new LatentScaling(shift, 1 / Math.sqrt(variance));
        }
    }

    /** Pictures in it. */
    public int count() {
        return entries.length;
    }

    /** The entry of the data set that a row belongs to. */
    int entry(long row) {
        return entries[Math.toIntExact(row)];
    }

    /** Raw latents of some rows, where the code is random drawn from it: [N, C, h, w]. */
    Tensor sample(long[] rows, Draws draws) {
        Tensor chosen = Tensors.of(rows, Shape.of(rows.length));
        Tensor mean = means.indexSelect(0, chosen);
        return deviations
                .map(all -> mean.add(all.indexSelect(0, chosen).mul(draws.normal("latents", ofOne(mean)))))
                .orElse(mean);
    }

    /** [C, h, w] */
    private static Shape ofOne(Tensor latents) {
        return Shape.of(latents.size(1), latents.size(2), latents.size(3));
    }

    @Override
    public void close() {
        means.close();
        deviations.ifPresent(Tensor::close);
    }
}

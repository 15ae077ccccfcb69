package io.sfumato.train;

import io.sfumato.firststage.DiagonalGaussian;
import io.sfumato.firststage.KlAutoencoder;
import io.sfumato.image.PixelImages;
import io.sfumato.image.Pixels;
import io.sfumato.tensor.DType;
import io.sfumato.tensor.Grad;
import io.sfumato.tensor.Region;
import io.sfumato.tensor.Rng;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.Tensors;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Reconstruct the picture; keep the latents near the unit normal (Rombach et al. 2021, sec. 3.1, eq. 25). */
final class AutoencoderObjective implements Objective {
    private static final int PREVIEWED = 16;
    private static final int PREVIEW_COLUMNS = 4;

    private final double klWeight;
    private final double squareWeight;
    private final KlAutoencoder trained;
    private final KlAutoencoder averaged;
    private final Pictures pictures;
    private final Pictures heldOut;
    private final Order order;
    private final DType compute;

    AutoencoderObjective(TrainingPlan plan, Twins<KlAutoencoder> twins, Pictures pictures, Pictures heldOut) {
        this.klWeight = plan.firstStage().klWeight();
        this.squareWeight = plan.reconstruction().squareWeight();
        this.trained = twins.trained();
        this.averaged = twins.averaged();
        this.pictures = pictures;
        this.heldOut = heldOut.count() == 0 ? pictures : heldOut;
        this.order = new Order(pictures.count(), plan.seed());
        this.compute = plan.precision().dtype();
    }

    @Override
    public Map<String, Tensor> trained() {
        return trained.parameters();
    }

    @Override
    public Map<String, Tensor> averaged() {
        return averaged.parameters();
    }

    @Override
    public Tensor loss(long imagesSeen, int batch, Rng rng) {
        List<Integer> indices = new ArrayList<>();
        for (int i = 0; i < batch; i++) {
            indices.add(order.at(imagesSeen + i));
        }
        Tensor pixels = pictures.batch(indices).nchw();
        DiagonalGaussian posterior =
                DiagonalGaussian.of(trained.moments(pixels.to(compute)).to(DType.FLOAT32));
        Tensor error = reconstruct(trained, posterior.sample(rng)).sub(pixels);
        return error.abs()
                .mean()
                .add(error.square().mean().mul(squareWeight))
                .add(posterior.divergence().mean().mul(klWeight));
    }

    private Tensor reconstruct(KlAutoencoder autoencoder, Tensor latents) {
        return autoencoder.reconstruct(latents.to(compute)).to(DType.FLOAT32);
    }

    /** Held-out pictures above, their reconstructions below, row by row. */
    @Override
    public void publish(Path sheet, long imagesSeen) {
        List<BufferedImage> images = Grad.off(() -> Region.computing(() -> {
            int count = Math.min(PREVIEWED, heldOut.count());
            Tensor pixels =
                    heldOut.batch(IntStream.range(0, count).boxed().toList()).nchw();
            Tensor mode = DiagonalGaussian.of(
                            averaged.moments(pixels.to(compute)).to(DType.FLOAT32))
                    .mode();
            Tensor both = Tensors.stack(1, List.of(pixels, reconstruct(averaged, mode))); // [N, 2, 3, H, W]
            Tensor flat = both.reshape(-1, pixels.size(1), pixels.size(2), pixels.size(3)); // [2N, 3, H, W]
            return PixelImages.toImages(new Pixels(flat));
        }));
        Sheets.write(images, 2 * PREVIEW_COLUMNS, sheet);
    }
}

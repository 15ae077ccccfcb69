package io.sfumato.train.samples;

import io.sfumato.firststage.LatentScaling;
import io.sfumato.tensor.Region;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.Tensors;
import io.sfumato.train.loop.Slice;
import io.sfumato.train.loop.Stop;
import java.util.ArrayList;
import java.util.List;

/** Scalings of latents, measured on raw ones. */
public final class Scalings {
    private static final int BATCH = 32;

    private Scalings() {}

    /** To unit deviation over a slice; the mean stays (Rombach et al. 2021, appendix G). Few pictures are in memory at once. */
    public static LatentScaling firstBatch(LatentSource raw, Slice slice) {
        try (Region region = Region.open()) {
            List<Tensor> parts = new ArrayList<>();
            for (int from = 0; from < slice.count(); from += BATCH) {
                Slice part = new Slice(
                        slice.step(), slice.from() + from, Math.min(BATCH, slice.count() - from), slice.seed());
                parts.add(Region.returning(() -> raw.of(part).clean()));
            }
            Tensor latents = Tensors.cat(0, parts);
            double mean = latents.mean().item();
            double squares = latents.sub(mean).square().sum().item();
            return new LatentScaling(0, 1 / Math.sqrt(squares / (latents.elements() - 1)));
        }
    }

    /**
     * To zero mean and unit variance over the first pictures.
     *
     * @param stop heeded before every batch
     */
    public static LatentScaling standardising(LatentSource raw, int pictures, long seed, Stop stop) {
        double sum = 0;
        double squares = 0;
        double count = 0;
        for (int from = 0; from < pictures; from += BATCH) {
            stop.heed("latents were measured");
            try (Region region = Region.open()) {
                Tensor latents = raw.of(new Slice(0, from, Math.min(BATCH, pictures - from), seed))
                        .clean();
                sum += latents.sum().item();
                squares += latents.square().sum().item();
                count += latents.elements();
            }
        }
        double mean = sum / count;
        return new LatentScaling(mean, 1 / Math.sqrt(squares / count - mean * mean));
    }
}

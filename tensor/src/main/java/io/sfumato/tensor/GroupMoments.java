package io.sfumato.tensor;

import java.util.ArrayList;
import java.util.List;

/**
 * Mean and variance of each group of channels of each sample over a whole map, gathered from bands of rows.
 *
 * @param mean float64 [N, G]
 * @param variance float64 [N, G], not corrected for the degree of freedom
 */
record GroupMoments(Tensor mean, Tensor variance) {

    /** Of {@code x}, [N, C, H, W], from bands of {@code rows} rows. */
    static GroupMoments of(Tensor x, int groups, long rows) {
        return Meter.count(Meter.Kind.NORM, 0, () -> gathered(x, groups, rows));
    }

    private static GroupMoments gathered(Tensor x, int groups, long rows) {
        long height = x.size(2);
        BandMoments moments = BandMoments.of(x, groups);
        List<Tensor> means = new ArrayList<>();
        List<Tensor> squares = new ArrayList<>();
        for (long from = 0; from < height; from += rows) {
            long taken = Math.min(rows, height - from);
            try (Region region = Region.open()) {
                GroupMoments band = moments.of(x.narrow(2, from, taken).together());
                double share = (double) taken / height;
                means.add(region.keep(band.mean().mul(share)));
                squares.add(
                        region.keep(band.variance().add(band.mean().square()).mul(share)));
            }
        }
        Tensor mean = Tensors.stack(0, means).sum(0);
        Tensor variance = Tensors.stack(0, squares).sum(0).sub(mean.square());
        return new GroupMoments(mean, variance.clamp(0, Double.MAX_VALUE)); // rounding may leave less than nothing
    }
}

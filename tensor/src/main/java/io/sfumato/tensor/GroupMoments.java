package io.sfumato.tensor;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.T_TensorTensorTensor_T;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

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
        Tensor one = Tensors.full(Shape.of(x.size(1)), 1, Placement.FLOAT32.on(x.device()));
        Tensor zero = Tensors.zeros(Shape.of(x.size(1)), Placement.FLOAT32.on(x.device()));
        List<Tensor> means = new ArrayList<>();
        List<Tensor> squares = new ArrayList<>();
        for (long from = 0; from < height; from += rows) {
            long taken = Math.min(rows, height - from);
            try (Region region = Region.open()) {
                GroupMoments band = ofBand(x.narrow(2, from, taken).contiguous(), groups, one, zero);
                double share = (double) taken / height;
                means.add(region.keep(band.mean().mul(share)));
                squares.add(
                        region.keep(band.variance().add(band.mean().square()).mul(share)));
            }
        }
        Tensor mean = Tensors.stack(0, means).sum(0);
        return new GroupMoments(mean, Tensors.stack(0, squares).sum(0).sub(mean.square()));
    }

    /** libtorch's group norm tells its statistics, in float32 where weight and bias have it; the result is not wanted. */
    private static GroupMoments ofBand(Tensor band, int groups, Tensor one, Tensor zero) {
        Tensor x = band.device().isCpu() ? band : band.to(one.dtype()); // elsewhere precisions are not mixed
        T_TensorTensorTensor_T normed = torch.native_group_norm(
                x.handle(),
                new TensorOptional(one.handle()),
                new TensorOptional(zero.handle()),
                band.size(0),
                band.size(1),
                band.size(2) * band.size(3),
                groups,
                0);
        Tensor mean = Tensor.wrap(normed.get1()).to(DType.FLOAT64);
        Tensor deviation = Tensor.wrap(normed.get2()).to(DType.FLOAT64); // its reciprocal
        return new GroupMoments(
                mean, Tensors.full(deviation.shape(), 1, deviation.placement()).div(deviation.square()));
    }
}

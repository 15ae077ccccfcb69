package io.sfumato.tensor;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.T_TensorTensorTensor_T;
import org.bytedeco.pytorch.T_TensorTensor_T;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/**
 * Takes the moments of a band of rows, as fits the order in memory.
 *
 * @param one float32 [C], and so is {@code zero}: what libtorch wants beside the numbers to tell its statistics in float32
 */
record BandMoments(int groups, Tensor one, Tensor zero) {

    /** For bands of {@code x}, [N, C, H, W]. */
    static BandMoments of(Tensor x, int groups) {
        Shape channels = Shape.of(x.size(1));
        Placement placement = Placement.FLOAT32.on(x.device());
        return new BandMoments(groups, Tensors.full(channels, 1, placement), Tensors.zeros(channels, placement));
    }

    /** Of a band without gaps in memory, [N, C, rows, W]. */
    GroupMoments of(Tensor band) {
        return band.liesPixelByPixel() ? ofPixels(band) : ofPlanes(band);
    }

    /**
     * Of pixels, libtorch's group norm would sum up squares of the numbers themselves, and lose the variance where the mean is large. Here
     * they are squares of what a number differs from the mean of its channel.
     */
    private GroupMoments ofPixels(Tensor band) {
        GroupMoments channels = isCoarse(band.dtype()) ? ofRoundedChannels(band) : ofChannels(band);
        Tensor mean = channels.mean().reshape(band.size(0), groups, -1); // [N, G, C/G]
        Tensor variance = channels.variance().reshape(band.size(0), groups, -1);
        Tensor ofGroup = mean.mean(2); // [N, G]
        Tensor beside = mean.sub(ofGroup.unsqueeze(2)).square(); // of a channel's mean from that of its group
        return new GroupMoments(ofGroup, variance.add(beside).mean(2));
    }

    private static boolean isCoarse(DType dtype) {
        return dtype != DType.FLOAT32 && dtype != DType.FLOAT64;
    }

    /** Each channel as a group, in sums of sums, of which none has many summands. */
    private static GroupMoments ofChannels(Tensor band) {
        Tensor mean = band.mean(2, 3); // [N, C]
        Tensor beside = band.sub(mean.unsqueeze(2).unsqueeze(3)); // [N, C, rows, W]
        torch.square_(beside.handle());
        return new GroupMoments(mean.to(DType.FLOAT64), beside.mean(2, 3).to(DType.FLOAT64));
    }

    /** The same sooner, number by number in float32: as good as numbers of eight bits or eleven. */
    private GroupMoments ofRoundedChannels(Tensor band) {
        List<Tensor> means = new ArrayList<>();
        List<Tensor> variances = new ArrayList<>();
        // a running mean and variance, which stay: results take their precision
        TensorOptional runningMean = new TensorOptional(zero.handle());
        TensorOptional runningVariance = new TensorOptional(one.handle());
        for (long sample = 0; sample < band.size(0); sample++) {
            T_TensorTensor_T moments =
                    torch.batch_norm_update_stats(band.narrow(0, sample, 1).handle(), runningMean, runningVariance, 0);
            means.add(Tensor.wrap(moments.get0()).to(DType.FLOAT64));
            variances.add(Tensor.wrap(moments.get1()).to(DType.FLOAT64));
        }
        return new GroupMoments(Tensors.stack(0, means), Tensors.stack(0, variances));
    }

    /** libtorch's group norm tells its statistics, in float32 where weight and bias have it; the result is not wanted. */
    private GroupMoments ofPlanes(Tensor band) {
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

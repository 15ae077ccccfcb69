package io.sfumato.tensor;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.global.torch;

/**
 * What group norm is once the statistics are known: a scale and a shift for each channel of each sample.
 *
 * @param scale float32 or float64, [N, C, 1, 1], and so is the other
 */
record ChannelMap(Tensor scale, Tensor shift) {

    /** For maps of a type. */
    static ChannelMap of(GroupMoments moments, Normalisation norm, DType dtype) {
        DType precise = dtype == DType.FLOAT64 ? DType.FLOAT64 : DType.FLOAT32;
        Tensor deviation = moments.variance().add(norm.epsilon()).sqrt().unsqueeze(2); // [N, G, 1]
        Tensor scale = inGroups(norm.weight(), norm).div(deviation); // [N, G, C/G]
        Tensor shift = inGroups(norm.bias(), norm).sub(scale.mul(moments.mean().unsqueeze(2)));
        return new ChannelMap(perChannel(scale, precise), perChannel(shift, precise));
    }

    private static Tensor inGroups(Tensor channels, Normalisation norm) {
        return channels.to(DType.FLOAT64).reshape(1, norm.groups(), -1); // [C] to [1, G, C/G]
    }

    private static Tensor perChannel(Tensor inGroups, DType dtype) {
        return inGroups.to(dtype).reshape(inGroups.size(0), -1, 1, 1); // [N, C, 1, 1]
    }

    /** Of {@code x}, [N, C, H, W], in the precision of scale and shift. */
    Tensor apply(Tensor x) {
        return Tensor.wrap(torch.addcmul(shift.handle(), x.to(scale.dtype()).handle(), scale.handle(), new Scalar(1)));
    }
}

package io.sfumato.tensor;

import java.util.stream.IntStream;

/**
 * Weights as 8-bit integers from −127 to 127, each output channel on a scale of its own: the largest of its weights is 127.
 *
 * @param numbers INT8, [out, ...]
 * @param scales float32, [out]: a weight is its number times the scale of its channel
 */
record Int8Weights(Tensor numbers, Tensor scales) {
    private static final double LARGEST = 127;

    /** A channel of nothing but zeros has this scale, which is as good as any. */
    private static final double LEAST = 1e-30;

    static Int8Weights of(Tensor weights) {
        Tensor precise = weights.detach().to(DType.FLOAT32);
        Tensor rows = precise.reshape(weights.size(0), -1); // [out, rest]
        Tensor largest = Tensor.wrap(rows.abs().handle().amax(new long[] {1}, false));
        Tensor scales = largest.clamp(LEAST, Double.POSITIVE_INFINITY).div(LARGEST); // [out]
        long[] beside = IntStream.range(0, weights.rank())
                .mapToLong(i -> i == 0 ? -1 : 1)
                .toArray();
        Tensor scaled = precise.div(scales.reshape(beside));
        return new Int8Weights(Tensor.wrap(scaled.handle().round()).to(DType.INT8), scales);
    }

    /** The zero points that oneDNN asks for: all zero. */
    Tensor zeroPoints() {
        return Tensors.zeros(scales.shape(), Placement.FLOAT32.with(DType.INT32));
    }
}

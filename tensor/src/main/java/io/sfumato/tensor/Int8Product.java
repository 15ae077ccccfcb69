package io.sfumato.tensor;

import org.jspecify.annotations.Nullable;

/**
 * A linear map or a convolution of 8-bit integers, summed in 32 bits: weights are rounded once, each output channel on a scale of its
 * own ({@link Int8Weights}), features as they come, all of a call on one ({@link Int8Features}). Sums of integers are exact, whatever
 * the number of threads. There is no gradient. Its tensors live until it is closed.
 */
public sealed interface Int8Product extends AutoCloseable permits Int8Linear, Int8Convolution {

    /** Whether this machine has instructions for it, in a build of libtorch that uses them. */
    static boolean isAvailable() {
        return Processor.multipliesInt8()
                && NamedOperators.has(Int8Linear.OPERATOR)
                && NamedOperators.has(Int8Convolution.OPERATOR);
    }

    /** x · weightᵀ + bias over the last dimension; weight is [out, in]. */
    static Int8Product linear(Tensor weight, @Nullable Tensor bias) {
        return Int8Linear.of(weight, bias);
    }

    /** A convolution of [N, in, H, W]; weight is [out, in, k, k]. */
    static Int8Product convolution(Tensor weight, @Nullable Tensor bias, long stride, long padding) {
        return Int8Convolution.of(weight, bias, stride, padding);
    }

    /** The result, in the precision of {@code x}. Throws {@link TensorException} where a feature is infinite or not a number. */
    Tensor of(Tensor x);

    @Override
    void close();
}

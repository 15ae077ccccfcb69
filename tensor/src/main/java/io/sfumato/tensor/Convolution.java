package io.sfumato.tensor;

import org.jspecify.annotations.Nullable;

/**
 * A convolution with stride 1 that keeps height and width: its kernel has odd sides, and zeros lie around the map.
 *
 * @param weight [out, in, k, k]
 * @param bias [out]
 */
public record Convolution(Tensor weight, @Nullable Tensor bias) {
    /** Rows, and columns, that the kernel sees on each side of a pixel. */
    long reach() {
        return weight.size(2) / 2;
    }

    /** The same in the precision of {@code dtype}. */
    public Convolution to(DType dtype) {
        return new Convolution(weight.to(dtype), bias == null ? null : bias.to(dtype));
    }
}

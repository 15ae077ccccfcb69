package io.sfumato.tensor;

/**
 * A linear map or a convolution whose weights stay as they are, laid out once for all as the processor multiplies them. It has no
 * gradient. Its tensors live until it is closed.
 */
public sealed interface FixedProduct extends AutoCloseable
        permits ChannelsLastConvolution,
                Int8Linear,
                Int8Convolution,
                Int8Gate,
                PackedLinear,
                PackedConvolution,
                PackedGate,
                WinogradConvolution {

    /** The result, in the precision of {@code x}. */
    Tensor of(Tensor x);

    @Override
    void close();
}

package io.sfumato.tensor;

import org.jspecify.annotations.Nullable;

/** A convolution whose maps and weights have the channels of a pixel together, as a graphics processor's matrix units take them. */
final class ChannelsLastConvolution implements FixedProduct {
    private final Tensor weight;
    private final @Nullable Tensor bias;
    private final long stride;
    private final long padding;

    /** Takes over weight and bias, which are closed. */
    ChannelsLastConvolution(Tensor weight, @Nullable Tensor bias, long stride, long padding) {
        this.stride = stride;
        this.padding = padding;
        try (weight;
                bias;
                Region region = Region.open()) {
            this.weight = weight.detach().channelsLast().copy().pin();
            this.bias = bias == null ? null : bias.detach().copy().pin();
        }
    }

    /** Weights of one pixel do not tell their order: the map has to. */
    @Override
    public Tensor of(Tensor x) {
        return Functional.conv2d(x.channelsLast(), weight, bias, stride, padding);
    }

    @Override
    public void close() {
        weight.close();
        if (bias != null) {
            bias.close();
        }
    }
}

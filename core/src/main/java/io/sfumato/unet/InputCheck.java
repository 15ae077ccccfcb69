package io.sfumato.unet;

import io.sfumato.condition.Condition;
import io.sfumato.tensor.Tensor;
import java.util.Optional;

/** What a U-Net of a size takes; anything else is complained of, with what was expected. */
record InputCheck(UNetSpec spec) {
    void check(Tensor x, Condition condition) {
        int multiple = spec.sideMultiple();
        long appended = condition.concat().map(c -> c.size(1)).orElse(0L);
        if (x.size(1) + appended != spec.inChannels()) {
            throw new IllegalArgumentException("unet: input is " + x.shape() + " and the concatenated condition has "
                    + appended + " channels, expected " + spec.inChannels() + " together");
        }
        if (x.size(2) % multiple != 0 || x.size(3) % multiple != 0) {
            throw new IllegalArgumentException(
                    "unet: input is " + x.shape() + ", expected sides that are multiples of " + multiple);
        }
        condition
                .concat()
                .filter(c -> c.size(2) != x.size(2) || c.size(3) != x.size(3))
                .ifPresent(c -> {
                    throw new IllegalArgumentException("unet: concatenated condition is " + c.shape()
                            + ", expected the sides of the input, " + x.shape());
                });
    }

    void check(Condition condition) {
        if (spec.attention() instanceof UNetSpec.CrossAttention cross) {
            checkWidth("context", condition.context(), cross.contextWidth());
        }
        if (spec.whole().orElse(null) instanceof UNetSpec.VectorOfWidth vector) {
            checkWidth("vector", condition.vector(), vector.width());
        }
    }

    private static void checkWidth(String part, Optional<Tensor> tensor, long width) {
        tensor.filter(value -> value.size(-1) != width).ifPresent(value -> {
            throw new IllegalArgumentException("unet: " + part + " is " + value.shape() + ", expected width " + width
                    + ". Was it made by another text encoder?");
        });
    }
}

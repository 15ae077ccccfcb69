package io.sfumato.nn;

import io.sfumato.tensor.Functional;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;

/** A table of vectors, looked up by int64 index. */
public final class Embedding extends Module {
    private final Tensor weight;

    /** {@code entries} vectors of {@code width} numbers, normal with the given deviation. */
    public Embedding(long entries, long width, double deviation, Init init) {
        this.weight = parameter("weight", init.normal(Shape.of(entries, width), deviation));
    }

    /** @return the indices' shape with the width as last dimension */
    public Tensor forward(Tensor indices) {
        return Functional.embedding(weight, indices.to(weight.device()));
    }

    /** The first {@code count} vectors, [count, width]. */
    public Tensor first(long count) {
        return weight.narrow(0, 0, count);
    }
}

package io.sfumato.nn;

import io.sfumato.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** The place for a layer that runs beside another. */
final class Beside {
    private @Nullable Layer layer;

    void put(Layer adapter) {
        if (layer != null) {
            throw new IllegalStateException("a layer has an adapter already, and was to get another");
        }
        layer = adapter;
    }

    void clear() {
        layer = null;
    }

    boolean isEmpty() {
        return layer == null;
    }

    /** {@code y}, and what the layer here makes of {@code x}. */
    Tensor added(Tensor y, Tensor x) {
        return layer == null ? y : y.add(layer.forward(x));
    }
}

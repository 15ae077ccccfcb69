package io.sfumato.unet;

import io.sfumato.nn.Layer;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** One part of a stage: features in, features out, with what the rest of the network tells it. */
interface Block {

    /**
     * What every block may hear.
     *
     * @param embedding of the noise level, [N, 4·width]
     * @param context tokens of the condition, [N, T, D], where there are any
     * @param next shape of the features that the way up meets next, whose sides a doubling comes to
     */
    record Hints(Tensor embedding, @Nullable Tensor context, Shape next) {
        Hints before(Tensor features) {
            return new Hints(embedding, context, features.shape());
        }
    }

    Tensor forward(Tensor x, Hints hints);

    /** A layer that hears nothing. */
    static Block of(Layer layer) {
        return (x, hints) -> layer.forward(x);
    }
}

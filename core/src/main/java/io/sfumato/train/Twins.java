package io.sfumato.train;

import io.sfumato.nn.Init;
import io.sfumato.nn.Module;
import io.sfumato.tensor.Rng;
import java.util.function.Function;

/** A network that learns, and the running average of its weights. */
record Twins<M extends Module>(M trained, M averaged) {

    /** Two of the same build with the same values; the average is not trained. */
    static <M extends Module> Twins<M> draw(Function<Init, M> build, Rng rng) {
        M trained = build.apply(Init.drawn(rng));
        M averaged = build.apply(Init.drawn(rng));
        averaged.copyFrom(trained);
        averaged.freeze();
        return new Twins<>(trained, averaged);
    }
}

package io.sfumato.train.recipe;

import io.sfumato.data.Telling;
import io.sfumato.data.degradation.Degradation;
import io.sfumato.data.telling.Holed;
import io.sfumato.data.telling.Shrunk;
import io.sfumato.model.ConditionerSpec;
import java.util.Optional;

/** What a network is told beside the latents and nobody has to write down: it is made of the square. */
public sealed interface Made {

    /** What a conditioner of a picture beside the latents hears; empty where that is not made of the square. */
    static Optional<Class<? extends Made>> heardBy(ConditionerSpec.Beside conditioner) {
        if (conditioner instanceof ConditionerSpec.MaskedPicture) {
            return Optional.of(Holes.class);
        }
        return conditioner instanceof ConditionerSpec.LowResolution ? Optional.of(Small.class) : Optional.empty();
    }

    /** How it is made. */
    Telling telling();

    /** Where the square is to be filled: strokes and boxes, Suvorov et al. 2021, sec. 2.3. */
    record Holes() implements Made {
        @Override
        public Telling telling() {
            return new Holed();
        }
    }

    /**
     * The square made small. A recipe need not say {@code degradation} (bicubic interpolation with anti-aliasing).
     *
     * @param factor by which the sides shrink
     * @param degradation how it is made small
     */
    record Small(int factor, Degradation degradation) implements Made {
        public Small {
            if (factor < 2) {
                throw new IllegalArgumentException("factor is " + factor + ", expected 2 or more");
            }
        }

        @Override
        public Telling telling() {
            return new Shrunk(factor, degradation);
        }
    }
}

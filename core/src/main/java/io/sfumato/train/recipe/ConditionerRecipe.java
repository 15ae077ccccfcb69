package io.sfumato.train.recipe;

import io.sfumato.condition.text.Pooling;
import io.sfumato.condition.text.SketchSpec;
import io.sfumato.condition.text.TextSpec;
import io.sfumato.condition.text.TextTransformerSpec;
import io.sfumato.model.ConditionerSpec;
import java.util.Optional;

/** What the diffusion model is told of a picture, and how it learns to hear it. */
public sealed interface ConditionerRecipe {

    /** How long it learns ahead of the diffusion model; empty where it does not. */
    default Optional<Schedule> schedule() {
        return Optional.empty();
    }

    /**
     * Words; the vocabulary is made of the data's own.
     *
     * @param sketch written {@code null} where there is none, as in the reference
     */
    record OwnWords(int window, int width, int layers, Pooling pooling, Optional<Sketch> sketch)
            implements ConditionerRecipe {
        /** The encoder's sizes for a vocabulary. */
        public TextSpec spec(int vocabulary) {
            return new TextSpec(
                    new TextTransformerSpec(vocabulary, window, width, layers), pooling, sketch.map(Sketch::model));
        }

        @Override
        public Optional<Schedule> schedule() {
            return sketch.map(Sketch::schedule);
        }
    }

    /**
     * Words in a vocabulary that somebody else has made.
     *
     * @param tokenizer its file, relative to the working folder
     */
    record GivenWords(String tokenizer, TextSpec model) implements ConditionerRecipe {}

    /** Anything but words, or nothing. */
    record Wordless(ConditionerSpec model) implements ConditionerRecipe {
        public Wordless {
            if (model.readsWords()) {
                throw new IllegalArgumentException(
                        "a wordless conditioner has a model that reads words, expected type own_words or given_words");
            }
        }
    }

    /**
     * The guess at the latents that the text encoder draws. It is learned ahead of the diffusion model, which goes on
     * with it.
     *
     * @param weight of the guess's squared error beside the diffusion model's loss
     * @param schedule of the learning ahead
     */
    record Sketch(SketchSpec model, double weight, Schedule schedule) {
        public Sketch {
            if (!(weight >= 0 && Double.isFinite(weight))) {
                throw new IllegalArgumentException(
                        "weight of the sketch is " + weight + ", expected a number from 0, such as 0.5");
            }
        }
    }
}

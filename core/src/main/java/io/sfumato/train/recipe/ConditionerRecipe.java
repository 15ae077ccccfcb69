package io.sfumato.train.recipe;

import io.sfumato.condition.clip.ClipTextSpec;
import io.sfumato.condition.text.Pooling;
import io.sfumato.condition.text.SketchSpec;
import io.sfumato.condition.text.TextSpec;
import io.sfumato.condition.text.TextTransformerSpec;
import io.sfumato.diffusers.ClipText;
import io.sfumato.model.ConditionerSpec;
import java.nio.file.Path;
import java.util.Optional;

/** What the diffusion model is told of a picture, and how it learns to hear it. */
public sealed interface ConditionerRecipe {

    /**
     * The conditioner.
     *
     * @param vocabulary how many words a vocabulary has that is made of the data's own; without effect where none is
     */
    ConditionerSpec spec(int vocabulary);

    /** The conditioner where no words have to be known for it. */
    default Optional<ConditionerSpec> settled() {
        return inside() instanceof OwnWords ? Optional.empty() : Optional.of(spec(0));
    }

    /** What is heard inside the network: the part of it, where there are two; else this. */
    default ConditionerRecipe inside() {
        return this;
    }

    /** How long it learns ahead of the diffusion model; empty where it does not. */
    default Optional<Schedule> schedule() {
        return Optional.empty();
    }

    /**
     * Two at once: the reference's {@code hybrid}.
     *
     * @param beside the latents, as channels of the network's input
     * @param inside words, a class or boxes
     */
    record Both(ConditionerSpec.Beside beside, ConditionerRecipe inside) implements ConditionerRecipe {
        public Both {
            if (!(inside.spec(1) instanceof ConditionerSpec.Inside heard)) {
                throw new IllegalArgumentException("inside is " + RecipeJson.type(inside)
                        + ", expected what is heard inside the network: words, a class_token, a label or a layout");
            }
            new ConditionerSpec.Both(beside, heard); // checks that they go together
        }

        @Override
        public ConditionerSpec spec(int vocabulary) {
            return new ConditionerSpec.Both(beside, (ConditionerSpec.Inside) inside.spec(vocabulary));
        }

        @Override
        public Optional<Schedule> schedule() {
            return inside.schedule();
        }
    }

    /**
     * Words; the vocabulary is made of the data's own.
     *
     * @param sketch written {@code null} where there is none, as in the reference
     */
    record OwnWords(int window, int width, int layers, Pooling pooling, Optional<Sketch> sketch)
            implements ConditionerRecipe {
        @Override
        public ConditionerSpec.Text spec(int vocabulary) {
            return new ConditionerSpec.Text(new TextSpec(
                    new TextTransformerSpec(vocabulary, window, width, layers), pooling, sketch.map(Sketch::model)));
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
    record GivenWords(String tokenizer, TextSpec model) implements ConditionerRecipe {
        @Override
        public ConditionerSpec.Text spec(int vocabulary) {
            return new ConditionerSpec.Text(model);
        }
    }

    /**
     * Words, read by a CLIP that somebody else has trained. A recipe need not say {@code model} (that of ViT-L/14).
     *
     * @param encoder a folder as the transformers library writes it, relative to the working folder: {@code config.json} and weights
     * @param tokenizer its file or folder; written {@code null} where {@link ClipText#tokenizer} finds it
     */
    record GivenClip(String encoder, Optional<String> tokenizer, ClipTextSpec model) implements ConditionerRecipe {
        @Override
        public ConditionerSpec.ClipText spec(int vocabulary) {
            return new ConditionerSpec.ClipText(model);
        }

        /** Where it is. */
        public ClipText text() {
            return new ClipText(Path.of(encoder));
        }
    }

    /** Anything but words, or nothing. */
    record Wordless(ConditionerSpec model) implements ConditionerRecipe {
        public Wordless {
            if (model.readsWords()) {
                throw new IllegalArgumentException("a wordless conditioner has a model that reads words, expected type"
                        + " own_words, given_words or given_clip");
            }
            if (model instanceof ConditionerSpec.Both) {
                throw new IllegalArgumentException(
                        "a wordless conditioner has a model of two, expected type both with beside and inside");
            }
        }

        @Override
        public ConditionerSpec spec(int vocabulary) {
            return model;
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

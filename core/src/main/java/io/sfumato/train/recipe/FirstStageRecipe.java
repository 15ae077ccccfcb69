package io.sfumato.train.recipe;

import io.sfumato.firststage.AutoencoderSpec;
import io.sfumato.firststage.FirstStageSpec;
import java.nio.file.Path;
import java.util.Optional;

/** Where the first stage comes from. */
public sealed interface FirstStageRecipe {

    /** Its kind and sizes, for the recipe in {@code file}. */
    FirstStageSpec spec(Path file);

    /** The same with what it refers to by a path from anywhere, for the recipe in {@code file}. */
    default FirstStageRecipe resolved(Path file) {
        return this;
    }

    /** Learned here. */
    sealed interface Learned extends FirstStageRecipe {
        /** Where its first weights are, as of {@link Kept#model}; where a recipe does not say, they are drawn. */
        Optional<String> start();

        /** What it learns from. */
        Reconstruction reconstruction();

        Schedule schedule();
    }

    /**
     * Learned here, with latents held near the unit normal.
     *
     * @param klWeight weight of the divergence from the unit normal, per picture
     */
    record Kl(
            AutoencoderSpec model,
            Optional<String> start,
            double klWeight,
            Reconstruction reconstruction,
            Schedule schedule)
            implements Learned {
        public Kl {
            LossWeight.check("kl_weight", klWeight);
        }

        @Override
        public FirstStageSpec.Kl spec(Path file) {
            return new FirstStageSpec.Kl(model);
        }
    }

    /**
     * Learned here, with latents replaced by the nearest of a learned set.
     *
     * @param codes size of that set
     * @param codebookWeight weight of the distance between latents and set
     */
    record Vq(
            AutoencoderSpec model,
            Optional<String> start,
            int codes,
            double codebookWeight,
            Reconstruction reconstruction,
            Schedule schedule)
            implements Learned {
        public Vq {
            if (codes < 1) {
                throw new IllegalArgumentException("codes are " + codes + ", expected 1 or more");
            }
            LossWeight.check("codebook_weight", codebookWeight);
        }

        @Override
        public FirstStageSpec.Vq spec(Path file) {
            return new FirstStageSpec.Vq(model, codes);
        }
    }

    /** Learned before, and kept as it is. */
    sealed interface Kept extends FirstStageRecipe {
        /** Where its weights are, relative to the working folder: a model folder, or a checkpoint file. */
        String model();
    }

    /**
     * Learned before by a recipe, and kept as it is.
     *
     * @param recipe the recipe that it was learned by, relative to the folder of this one
     * @param model the model folder that its weights are in, relative to the working folder
     */
    record Pretrained(String recipe, String model) implements Kept {
        @Override
        public Pretrained resolved(Path file) {
            return new Pretrained(RecipeFile.resolved(file, recipe), model);
        }

        @Override
        public FirstStageSpec spec(Path file) {
            FirstStageRecipe learned =
                    RecipeFile.referred("first_stage.recipe", file, recipe).firstStage();
            if (learned instanceof Kept) {
                throw new IllegalArgumentException("first_stage.recipe is " + recipe
                        + ", whose first stage is pretrained too, expected the recipe that it is learned by");
            }
            return learned.spec(file);
        }
    }

    /**
     * Learned elsewhere, and kept as it is.
     *
     * @param sizes its kind and sizes
     * @param model a model folder, or a file that the reference has written
     */
    record Given(FirstStageSpec sizes, String model) implements Kept {
        @Override
        public FirstStageSpec spec(Path file) {
            return sizes;
        }
    }
}

package io.sfumato.train.recipe;

import io.sfumato.diffusion.Distance;
import io.sfumato.diffusion.LossWeighting;
import io.sfumato.diffusion.Noising;
import io.sfumato.diffusion.Preconditioning;
import io.sfumato.firststage.LatentScaling;
import io.sfumato.model.GenerationDefaults;
import io.sfumato.unet.UNetSpec;
import java.nio.file.Path;
import java.util.List;

/**
 * The diffusion model.
 *
 * @param scaling how raw latents become those that it sees
 * @param start where its weights come from
 * @param noising what noise it learns to tell; where a recipe does not say, every timestep equally often
 * @param boundWeight of the variational bound, added to the weighted loss; where a recipe does not say, 0
 * @param logVariance whether timesteps learn how large their loss is; where a recipe does not say, they do not
 * @param dropout share of the features that each residual block forgets while it learns
 * @param conditionDropout share of conditions replaced by none, so that guidance has something to compare with; a sketch
 *     learns with it too
 * @param conditionerLearning whether the conditioner learns with the U-Net; where a recipe does not say, it does
 * @param averaged what of that which learns is averaged; where a recipe does not say, everything
 * @param defaults what the model is best asked with
 * @param previewPrompts what it is asked while it learns
 */
public record DiffusionRecipe(
        ConditionerRecipe conditioner,
        Scaling scaling,
        Start start,
        UNetSpec model,
        Preconditioning preconditioning,
        LossWeighting weighting,
        Distance distance,
        Noising noising,
        double boundWeight,
        LogVariance logVariance,
        double dropout,
        double conditionDropout,
        Learning conditionerLearning,
        Averaged averaged,
        Schedule schedule,
        GenerationDefaults defaults,
        List<String> previewPrompts) {

    public DiffusionRecipe {
        previewPrompts = List.copyOf(previewPrompts);
        checkShares(dropout, conditionDropout);
        LossWeight.check("bound_weight", boundWeight);
    }

    static void checkShares(double dropout, double conditionDropout) {
        if (!(dropout >= 0 && dropout < 1 && conditionDropout >= 0 && conditionDropout <= 1)) {
            throw new IllegalArgumentException("dropout and condition_dropout are " + dropout + " and "
                    + conditionDropout + ", expected shares from 0 to below 1 and from 0 to 1");
        }
    }

    /** What is asked of the network. */
    public Denoising denoising() {
        return new Denoising(weighting, distance, noising, boundWeight);
    }

    /** The same with what it refers to by a path from anywhere, for the recipe in {@code file}. */
    DiffusionRecipe resolved(Path file) {
        return new DiffusionRecipe(
                conditioner,
                scaling,
                start.resolved(file),
                model,
                preconditioning,
                weighting,
                distance,
                noising,
                boundWeight,
                logVariance,
                dropout,
                conditionDropout,
                conditionerLearning,
                averaged,
                schedule,
                defaults,
                previewPrompts);
    }

    /** Whether a part of the model learns. */
    public enum Learning {
        /** It does. */
        TRAINED,
        /** It stays as it is. */
        FROZEN
    }

    /** What of a model is the average of its weights, where pictures are made with it and it is written. */
    public enum Averaged {
        /** All that learns. */
        EVERYTHING,
        /** The U-Net alone, as the reference's {@code LitEma}; a conditioner that learns is shown with its last weights. */
        UNET
    }

    /** How raw latents become those that the diffusion model sees. */
    public sealed interface Scaling {}

    /** By given numbers. */
    public record Given(LatentScaling numbers) implements Scaling {}

    /** To zero mean and unit variance over all training pictures. */
    public record Standardised() implements Scaling {}

    /** To unit variance over the first batch; the mean stays (Rombach et al. 2021, appendix G). */
    public record FirstBatch() implements Scaling {}

    /** Whether each timestep learns the logarithm of its loss: the reference's {@code learn_logvar}. */
    public sealed interface LogVariance {}

    /** It does not. */
    public record Fixed() implements LogVariance {}

    /** It does, from {@code initial} on: the reference's {@code logvar_init}. */
    public record Learned(double initial) implements LogVariance {}

    /** Where the first weights come from. */
    public sealed interface Start {
        /** The same with what it refers to by a path from anywhere, for the recipe in {@code file}. */
        default Start resolved(Path file) {
            return this;
        }
    }

    /** They are drawn. */
    public record Drawn() implements Start {}

    /**
     * They are those of a model of the same sizes, in any form that can be loaded.
     *
     * @param recipe the recipe that it was learned by, relative to the folder of this one
     * @param model where it is, relative to the working folder
     */
    public record FineTuned(String recipe, String model) implements Start {
        @Override
        public FineTuned resolved(Path file) {
            return new FineTuned(RecipeFile.resolved(file, recipe), model);
        }
    }
}

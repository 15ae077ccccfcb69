package io.sfumato.train.reference;

import io.sfumato.diffusion.Distance;
import io.sfumato.diffusion.LossWeighting;
import io.sfumato.diffusion.Noising;
import io.sfumato.firststage.LatentScaling;
import io.sfumato.model.ConditionerSpec;
import io.sfumato.model.GenerationDefaults;
import io.sfumato.model.ModelDescription;
import io.sfumato.reference.Params;
import io.sfumato.reference.ReferenceConfig;
import io.sfumato.tensor.AdamW;
import io.sfumato.train.recipe.ConditionerRecipe;
import io.sfumato.train.recipe.DiffusionRecipe;
import io.sfumato.train.recipe.LearningRate;
import io.sfumato.train.recipe.RecipeException;
import io.sfumato.train.recipe.Schedule;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;

/**
 * A latent diffusion model of the reference as that of a recipe.
 *
 * @param model its parameters
 * @param read the same as the networks that they mean
 */
record DiffusionTranslator(Params model, ReferenceConfig.Diffusion read, Pace pace) {

    /** The recipe for so many pictures. */
    LongFunction<DiffusionRecipe> recipe(Wishes wishes) {
        refuseStarts(model);
        Params unet = model.mapping("unet_config").mappingOrNone("params");
        refuseStarts(unet);
        model.only("l_simple_weight", 1);
        ConditionerRecipe conditioner = conditioner(wishes);
        DiffusionRecipe.LogVariance logVariance = logVariance();
        LearningRate rates = pace.learningRate(model);
        Pace.Moving moving = new Pace.Moving(
                AdamW.Options.DEFAULT,
                model.flag("use_ema", true) ? Pace.AVERAGE : 0,
                unet.flag("use_checkpoint", false) ? Schedule.Activations.RECOMPUTED : Schedule.Activations.KEPT);
        ModelDescription description = read.description();
        return images -> new DiffusionRecipe(
                conditioner,
                scaling(),
                new DiffusionRecipe.Drawn(),
                description.unet(),
                description.preconditioning(),
                new LossWeighting.Uniform(),
                distance(),
                Noising.PLAIN,
                model.number("original_elbo_weight", 0),
                logVariance,
                unet.number("dropout", 0),
                0, // the reference never leaves a condition out
                learning(conditioner),
                DiffusionRecipe.Averaged.UNET, // LitEma(self.model), which is the U-Net
                pace.schedule(images, rates, moving),
                unguided(description.defaults()),
                List.of());
    }

    /** Without a condition that is left out now and then there is nothing for guidance to compare with. */
    private static GenerationDefaults unguided(GenerationDefaults of) {
        return new GenerationDefaults(of.width(), of.height(), of.steps(), 1, of.sampler());
    }

    private Distance distance() {
        String name = model.text("loss_type", "l2");
        return switch (name) {
            case "l1" -> Distance.L1;
            case "l2" -> Distance.L2;
            default -> throw new RecipeException(model.path("loss_type") + " is " + name + ", expected l1 or l2");
        };
    }

    private DiffusionRecipe.Scaling scaling() {
        if (read.extras().scale() == ReferenceConfig.Scale.IN_CHECKPOINT) {
            return new DiffusionRecipe.FirstBatch();
        }
        LatentScaling given = read.description().scaling();
        return new DiffusionRecipe.Given(given);
    }

    private DiffusionRecipe.LogVariance logVariance() {
        double initial = model.number("logvar_init", 0);
        if (read.extras().losses() == ReferenceConfig.LossWeights.LEARNT) {
            return new DiffusionRecipe.Learned(initial);
        }
        if (initial != 0) {
            throw new RecipeException(model.path("logvar_init") + " is " + initial
                    + ", expected 0, or learn_logvar true: where it is not learned it only weighs the loss");
        }
        return new DiffusionRecipe.Fixed();
    }

    /** The reference's {@code FrozenCLIPEmbedder} freezes itself, whatever else is said. */
    private DiffusionRecipe.Learning learning(ConditionerRecipe conditioner) {
        boolean learns = model.flag("cond_stage_trainable", false);
        return learns && !(conditioner instanceof ConditionerRecipe.GivenClip)
                ? DiffusionRecipe.Learning.TRAINED
                : DiffusionRecipe.Learning.FROZEN;
    }

    private ConditionerRecipe conditioner(Wishes wishes) {
        ConditionerSpec spec = read.description().conditioner();
        String key = model.path("cond_stage_config");
        if (spec instanceof ConditionerSpec.Text text) {
            model.mapping("cond_stage_config").mappingOrNone("params").only("embedding_dropout", 0);
            return new ConditionerRecipe.GivenWords(
                    wishes.tokenizer()
                            .orElseThrow(() -> new RecipeException(key + " reads words in the vocabulary of"
                                    + " bert-base-uncased: name its vocab.txt or tokenizer.json with --tokenizer FILE"))
                            .toString(),
                    text.sizes());
        }
        if (spec instanceof ConditionerSpec.ClipText clip) {
            Path folder = wishes.clip()
                    .orElseThrow(
                            () -> new RecipeException(
                                    key + " reads words with a CLIP that was trained before: name a"
                                            + " folder of openai/clip-vit-large-patch14, with config.json and weights, with --clip FOLDER"));
            return new ConditionerRecipe.GivenClip(
                    folder.toString(), wishes.tokenizer().map(Path::toString), clip.sizes());
        }
        if (spec instanceof ConditionerSpec.Both) {
            throw new RecipeException(key + " hears two things at once, which the reference's training never gives it."
                    + " A recipe with data of type hybrid does");
        }
        if (spec instanceof ConditionerSpec.Embeddings) {
            throw new RecipeException(key + " hears vectors of another model, which no data here have, expected a"
                    + " ClassEmbedder, a BERTEmbedder, a FrozenCLIPEmbedder, a SpatialRescaler, __is_first_stage__ or"
                    + " __is_unconditional__");
        }
        return new ConditionerRecipe.Wordless(spec);
    }

    /** Weights that it starts from: a recipe says that otherwise. */
    private static void refuseStarts(Params model) {
        Optional<String> start = model.word("ckpt_path");
        if (start.isPresent()) {
            throw new RecipeException(
                    model.path("ckpt_path") + " is " + start.get()
                            + ", expected none: a diffusion model does not start from a file of the reference here. A recipe with 'model:' tunes one");
        }
    }
}

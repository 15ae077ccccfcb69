package io.sfumato.train.recipe;

import io.sfumato.condition.SemanticSpec;
import io.sfumato.condition.text.SketchSpec;
import io.sfumato.firststage.AutoencoderSpec;
import io.sfumato.model.ConditionerSpec;
import io.sfumato.unet.UNetSpec;
import java.nio.file.Path;
import java.util.Optional;

/** Whether the parts of a recipe fit each other: better said before the first stage has learned for an hour. */
final class RecipeFit {
    private final Recipe recipe;
    private final AutoencoderSpec firstStage;

    private RecipeFit(Recipe recipe, AutoencoderSpec firstStage) {
        this.recipe = recipe;
        this.firstStage = firstStage;
    }

    /** Throws {@link IllegalArgumentException} where they do not. */
    static void check(Recipe recipe, Path file) {
        RecipeFit fit = new RecipeFit(recipe, recipe.firstStageSpec(file).sizes());
        if (recipe.diffusion().isEmpty()) {
            multiple(
                    recipe.data().framingKey() + ".size",
                    recipe.data().framing().size(),
                    fit.firstStage.factor());
            return;
        }
        DiffusionRecipe diffusion = recipe.diffusion().get();
        fit.sizes(diffusion);
        fit.sketch(diffusion.conditioner());
        fit.network(diffusion);
        fit.shrinking(diffusion.conditioner());
        guidance(diffusion);
        dropout(diffusion);
        if (diffusion.start() instanceof DiffusionRecipe.FineTuned start) {
            startsAsItWillBe(diffusion, RecipeFile.referred("diffusion.start.recipe", file, start.recipe()));
        }
    }

    private void sizes(DiffusionRecipe diffusion) {
        int multiple = firstStage.factor() * diffusion.model().factor();
        multiple(recipe.data().framingKey() + ".size", recipe.data().framing().size(), multiple);
        multiple("diffusion.defaults.width", diffusion.defaults().width(), multiple);
        multiple("diffusion.defaults.height", diffusion.defaults().height(), multiple);
    }

    private void sketch(ConditionerRecipe conditioner) {
        if (conditioner.spec(1) instanceof ConditionerSpec.Text text) {
            text.sizes().sketch().ifPresent(this::sketch);
        }
    }

    private void sketch(SketchSpec spec) {
        equal(
                "diffusion.conditioner.sketch.model.channels",
                spec.channels(),
                firstStage.embeddedChannels(),
                "the channels of the latents");
        int side = recipe.data().framing().size() / firstStage.factor();
        equal("diffusion.conditioner.sketch.model.side", spec.side(), side, "the side of the latents");
    }

    private void network(DiffusionRecipe diffusion) {
        UNetSpec unet = diffusion.model();
        int latents = firstStage.embeddedChannels();
        Heard heard = Heard.of(diffusion.conditioner(), latents);
        Heard.unsaid(diffusion.conditioner().spec(1)).ifPresent(problem -> {
            throw new IllegalArgumentException("diffusion.conditioner " + problem);
        });
        if (!heard.isSaidBy(recipe.data())) {
            throw new IllegalArgumentException("data.type is " + Heard.kind(recipe.data()) + ", expected "
                    + heard.kinds() + ": that is where the condition comes from");
        }
        equal("diffusion.model.out_channels", unet.outChannels(), latents, "the channels of the latents");
        equal(
                "diffusion.model.in_channels",
                unet.inChannels(),
                latents + heard.beside(),
                "the channels of the latents and of what the conditioner puts beside them");
        heard.tokens().ifPresent(width -> tokens(unet.attention(), width, heard));
        equal("diffusion.model.whole", shown(unet.whole()), shown(heard.whole()), "what speaks of the whole picture");
    }

    /** Tokens may go unheard where something else of the same is heard. */
    private static void tokens(UNetSpec.Attention attention, int width, Heard heard) {
        if (attention instanceof UNetSpec.CrossAttention cross) {
            equal(
                    "diffusion.model.attention.context_width",
                    cross.contextWidth(),
                    width,
                    "the width of the conditioner's tokens");
        } else if (heard.whole().isEmpty() && (heard.made().isPresent() || heard.beside() == 0)) {
            throw new IllegalArgumentException("diffusion.model.attention.type is self, expected cross: the conditioner"
                    + " has tokens to be heard");
        }
    }

    /** What lies beside the latents has their side. */
    private void shrinking(ConditionerRecipe conditioner) {
        if (recipe.data().made().orElse(null) instanceof Made.Small small) {
            equal(
                    recipe.data().madeKey() + ".factor",
                    small.factor(),
                    firstStage.factor(),
                    "by which the first stage shrinks pictures");
        }
        if (conditioner instanceof ConditionerRecipe.Wordless wordless
                && wordless.model() instanceof ConditionerSpec.SemanticMap map) {
            checkShrinking(map.sizes());
        }
    }

    private void checkShrinking(SemanticSpec sizes) {
        double factor = 1 / Math.pow(sizes.multiplier(), sizes.stages());
        if (factor != firstStage.factor()) {
            throw new IllegalArgumentException("diffusion.conditioner.model.sizes shrinks maps by " + factor + " ("
                    + sizes.stages() + " times " + sizes.multiplier() + "), expected " + firstStage.factor()
                    + ", by which the first stage shrinks pictures");
        }
    }

    /** A model that starts from another may have learned there to do without a condition. */
    private static void guidance(DiffusionRecipe diffusion) {
        if (diffusion.conditionDropout() == 0 && diffusion.start() instanceof DiffusionRecipe.Drawn) {
            equal(
                    "diffusion.defaults.guidance",
                    diffusion.defaults().guidance(),
                    1.0,
                    "condition_dropout is 0, so that the model does not learn what guidance compares with");
        }
    }

    private static void dropout(DiffusionRecipe diffusion) {
        boolean alwaysHears = diffusion
                .conditioner()
                .settled()
                .filter(spec -> spec.inside().absent().isEmpty())
                .isPresent();
        if (alwaysHears) {
            equal(
                    "diffusion.condition_dropout",
                    diffusion.conditionDropout(),
                    0.0,
                    "this kind of condition has nothing that stands for its absence");
        }
    }

    private static void startsAsItWillBe(DiffusionRecipe diffusion, Recipe before) {
        DiffusionRecipe first = before.diffusion()
                .orElseThrow(() -> new IllegalArgumentException(
                        "diffusion.start.recipe has no diffusion, expected the recipe of a model of these sizes"));
        equal("diffusion.model", diffusion.model(), first.model(), "the model that it starts from");
        equal(
                "diffusion.conditioner",
                diffusion.conditioner().spec(1),
                first.conditioner().spec(1),
                "that of the model it starts from");
    }

    private static void equal(String key, Object got, Object expected, String why) {
        if (!got.equals(expected)) {
            throw new IllegalArgumentException(key + " is " + got + ", expected " + expected + ": " + why);
        }
    }

    private static String shown(Optional<UNetSpec.Whole> whole) {
        return whole.map(RecipeFit::shown).orElse("null");
    }

    private static String shown(UNetSpec.Whole whole) {
        return whole instanceof UNetSpec.VectorOfWidth vector
                ? "{type: vector, width: " + vector.width() + "}"
                : "{type: class, count: " + ((UNetSpec.ClassOf) whole).count() + "}";
    }

    private static void multiple(String key, int got, int multiple) {
        if (got % multiple != 0) {
            throw new IllegalArgumentException(key + " is " + got + ", expected a multiple of " + multiple
                    + ", by which first stage and U-Net shrink pictures");
        }
    }
}

package io.sfumato.train.recipe;

import io.sfumato.condition.text.SketchSpec;
import io.sfumato.firststage.AutoencoderSpec;
import io.sfumato.model.ConditionerSpec;
import io.sfumato.model.ModelDescription;
import java.util.Optional;

/** Whether a recipe's data fit the model that it tunes. */
public final class TuningFit {
    private final TuningRecipe recipe;
    private final ModelDescription model;
    private final AutoencoderSpec firstStage;

    private TuningFit(TuningRecipe recipe, ModelDescription model) {
        this.recipe = recipe;
        this.model = model;
        this.firstStage = model.firstStage().sizes();
    }

    /** Throws {@link RecipeException} where they do not. */
    public static void check(TuningRecipe recipe, ModelDescription model) {
        TuningFit fit = new TuningFit(recipe, model);
        fit.data();
        fit.size();
        fit.dropout();
        fit.learning();
    }

    private void data() {
        Heard heard = Heard.of(model.conditioner(), firstStage.embeddedChannels());
        Heard.unsaid(model.conditioner()).ifPresent(problem -> {
            throw complaint(problem + ". Such models cannot be tuned here");
        });
        if (!heard.isSaidBy(recipe.data())) {
            throw complaint("hears other things than data of type " + Heard.kind(recipe.data())
                    + " say, expected data.type " + heard.kinds());
        }
    }

    private void size() {
        int size = recipe.data().framing().size();
        int multiple = firstStage.factor() * model.unet().sideMultiple();
        if (size % multiple != 0) {
            throw complaint("shrinks pictures by " + multiple + ", but "
                    + recipe.data().framingKey() + ".size is " + size + ", expected a multiple of " + multiple);
        }
        sketch().filter(sketch -> sketch.side() * firstStage.factor() != size).ifPresent(sketch -> {
            throw complaint(
                    "guesses pictures of one size ahead, but " + recipe.data().framingKey() + ".size is " + size
                            + ", expected " + sketch.side() * firstStage.factor());
        });
        if (recipe.data().made().orElse(null) instanceof Made.Small small && small.factor() != firstStage.factor()) {
            throw complaint("hears pictures that are " + firstStage.factor() + " times smaller, but "
                    + recipe.data().madeKey() + ".factor is " + small.factor() + ", expected " + firstStage.factor());
        }
    }

    private Optional<SketchSpec> sketch() {
        return model.conditioner() instanceof ConditionerSpec.Text text
                ? text.sizes().sketch()
                : Optional.empty();
    }

    private void dropout() {
        if (recipe.conditionDropout() > 0
                && model.conditioner().inside().absent().isEmpty()) {
            throw complaint(
                    "always needs a condition, but condition_dropout is " + recipe.conditionDropout() + ", expected 0");
        }
    }

    private void learning() {
        if (recipe.learns() instanceof TuningRecipe.Lora lora
                && lora.conditioner().isPresent()
                && !model.conditioner().readsWords()) {
            throw complaint("has no text encoder, but learns.conditioner has updates, expected null");
        }
    }

    private RecipeException complaint(String problem) {
        return new RecipeException("the model " + recipe.model().path() + " " + problem);
    }
}

package io.sfumato.train.recipe;

import io.sfumato.condition.text.Pooling;
import io.sfumato.condition.text.SketchSpec;
import io.sfumato.condition.text.TextSpec;
import io.sfumato.model.ConditionerSpec;
import io.sfumato.unet.UNetSpec;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * What reaches a U-Net of a condition.
 *
 * @param beside channels beside the latents
 * @param tokens width of the tokens, where there are any
 * @param whole what speaks of the whole picture
 * @param data where it comes from
 * @param made what has to be made of their squares besides, where two things are heard
 */
record Heard(
        int beside,
        OptionalInt tokens,
        Optional<UNetSpec.Whole> whole,
        List<Class<? extends DataRecipe>> data,
        Optional<Class<? extends Made>> made) {
    private static final int COLOURS = 3;
    private static final int ANY_TEXT = 1;

    private static final List<Class<? extends DataRecipe>> WORDS =
            List.of(DataRecipe.Captions.class, DataRecipe.Shapes.class);

    private static final List<Class<? extends DataRecipe>> CLASSES =
            List.of(DataRecipe.Classes.class, DataRecipe.ListedClasses.class);

    private static final Heard NOTHING =
            new Heard(0, OptionalInt.empty(), Optional.empty(), List.of(DataRecipe.class), Optional.empty());

    /** Of a conditioner over latents of so many channels. */
    static Heard of(ConditionerRecipe conditioner, int latents) {
        return of(conditioner.spec(ANY_TEXT), latents);
    }

    /** Of a model's conditioner over latents of so many channels. */
    static Heard of(ConditionerSpec spec, int latents) {
        if (spec instanceof ConditionerSpec.Both both) {
            return of(both.inside(), latents).besides(of(both.beside(), latents), both.beside());
        }
        if (spec instanceof ConditionerSpec.Text text) {
            return of(text.sizes());
        }
        if (spec instanceof ConditionerSpec.ClipText clip) {
            return NOTHING.from(WORDS).withTokens(clip.sizes().width());
        }
        if (spec instanceof ConditionerSpec.ClassToken token) {
            return NOTHING.from(CLASSES).withTokens(token.sizes().width());
        }
        if (spec instanceof ConditionerSpec.Label label) {
            return NOTHING.from(CLASSES).withWhole(Optional.of(new UNetSpec.ClassOf(label.classes())));
        }
        if (spec instanceof ConditionerSpec.Layout layout) {
            return NOTHING.from(List.of(DataRecipe.Boxes.class))
                    .withTokens(layout.sizes().width());
        }
        if (spec instanceof ConditionerSpec.SemanticMap map) {
            return NOTHING.from(List.of(DataRecipe.LabelMaps.class))
                    .withBeside(map.sizes().channels());
        }
        if (spec instanceof ConditionerSpec.LowResolution) {
            return NOTHING.from(List.of(DataRecipe.Shrunk.class)).withBeside(COLOURS);
        }
        if (spec instanceof ConditionerSpec.MaskedPicture) {
            return NOTHING.from(List.of(DataRecipe.Holed.class)).withBeside(latents + 1);
        }
        return NOTHING;
    }

    private static Heard of(TextSpec text) {
        int width = text.transformer().width();
        return NOTHING.from(WORDS)
                .withBeside(text.sketch().map(SketchSpec::channels).orElse(0))
                .withTokens(width)
                .withWhole(
                        text.pooling() == Pooling.FIRST_TOKEN
                                ? Optional.of(new UNetSpec.VectorOfWidth(width))
                                : Optional.empty());
    }

    private Heard from(List<Class<? extends DataRecipe>> kinds) {
        return new Heard(beside, tokens, whole, kinds, made);
    }

    /** What of a conditioner no kind of data says, and what would do; empty where some kind says it. */
    static Optional<String> unsaid(ConditionerSpec spec) {
        if (spec.inside() instanceof ConditionerSpec.Embeddings) {
            return Optional.of(
                    "hears vectors of another model, which no kind of data has: there are data with words, classes,"
                            + " boxes and pictures");
        }
        return spec instanceof ConditionerSpec.Both both
                        && Made.heardBy(both.beside()).isEmpty()
                ? Optional.of(
                        "hears a map beside words, a class or boxes, which no kind of data has: what stands beside"
                                + " these is a masked_picture or low_resolution")
                : Optional.empty();
    }

    /** Whether data of a recipe say it. */
    boolean isSaidBy(DataRecipe recipe) {
        if (made.isEmpty()) {
            return !(recipe instanceof DataRecipe.Hybrid) && data.stream().anyMatch(kind -> kind.isInstance(recipe));
        }
        return recipe instanceof DataRecipe.Hybrid hybrid
                && made.get().isInstance(hybrid.beside())
                && data.stream().anyMatch(kind -> kind.isInstance(hybrid.inside()));
    }

    /** The type of a recipe's data, of two things with those of both. */
    static String kind(DataRecipe recipe) {
        return recipe instanceof DataRecipe.Hybrid hybrid
                ? RecipeJson.type(hybrid) + " with " + RecipeJson.type(hybrid.inside()) + " inside and "
                        + RecipeJson.type(hybrid.beside()) + " beside"
                : RecipeJson.type(recipe);
    }

    /** The types of data that say it. */
    String kinds() {
        String kinds = data.equals(NOTHING.data)
                ? "one that says one thing at most, such as pictures"
                : data.stream().map(RecipeJson::typeOf).collect(Collectors.joining(" or "));
        return made.map(beside -> RecipeJson.typeOf(DataRecipe.Hybrid.class) + " with " + kinds + " inside and "
                        + RecipeJson.typeOf(beside) + " beside")
                .orElse(kinds);
    }

    /** The same and, beside the latents, another. */
    private Heard besides(Heard other, ConditionerSpec.Beside spec) {
        return new Heard(beside + other.beside, tokens, whole, data, Made.heardBy(spec));
    }

    private Heard withBeside(int channels) {
        return new Heard(channels, tokens, whole, data, made);
    }

    private Heard withTokens(int width) {
        return new Heard(beside, OptionalInt.of(width), whole, data, made);
    }

    private Heard withWhole(Optional<UNetSpec.Whole> of) {
        return new Heard(beside, tokens, of, data, made);
    }
}

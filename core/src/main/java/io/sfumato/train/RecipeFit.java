package io.sfumato.train;

import io.sfumato.condition.text.Pooling;
import io.sfumato.condition.text.SketchSpec;
import io.sfumato.unet.UNetSpec;
import java.util.Optional;

/** Whether the parts of a recipe fit each other: better said before the first stage has learned for an hour. */
final class RecipeFit {
    private RecipeFit() {}

    static void check(Recipe recipe) {
        UNetSpec unet = recipe.diffusion().model();
        int latents = recipe.firstStage().model().embeddedChannels();
        Optional<SketchSpec> sketch = recipe.text().sketch().map(Recipe.Sketch::model);
        sizes(recipe, recipe.firstStage().model().factor() * unet.factor());
        sketch.ifPresent(spec -> {
            equal("text.sketch.model.channels", spec.channels(), latents, "the channels of the latents");
            int side = recipe.data().size() / recipe.firstStage().model().factor();
            equal("text.sketch.model.side", spec.side(), side, "the side of the latents");
        });
        equal("diffusion.model.out_channels", unet.outChannels(), latents, "the channels of the latents");
        equal(
                "diffusion.model.in_channels",
                unet.inChannels(),
                latents + sketch.map(SketchSpec::channels).orElse(0),
                "the channels of the latents and of the sketch");
        if (unet.attention() instanceof UNetSpec.CrossAttention cross) {
            equal(
                    "diffusion.model.attention.context_width",
                    cross.contextWidth(),
                    recipe.text().width(),
                    "the width of the text");
        }
        Optional<UNetSpec.Whole> vector = recipe.text().pooling() == Pooling.FIRST_TOKEN
                ? Optional.of(new UNetSpec.VectorOfWidth(recipe.text().width()))
                : Optional.empty();
        equal("diffusion.model.whole", shown(unet.whole()), shown(vector), "the pooled text");
    }

    private static void sizes(Recipe recipe, int multiple) {
        multiple("data.size", recipe.data().size(), multiple);
        multiple("defaults.width", recipe.defaults().width(), multiple);
        multiple("defaults.height", recipe.defaults().height(), multiple);
    }

    private static void equal(String key, Object got, Object expected, String why) {
        if (!got.equals(expected)) {
            throw new IllegalArgumentException(key + " is " + got + ", expected " + expected + ": " + why);
        }
    }

    private static String shown(Optional<UNetSpec.Whole> whole) {
        return whole.map(it -> it instanceof UNetSpec.VectorOfWidth vector
                        ? "{type: vector, width: " + vector.width() + "}"
                        : it.toString())
                .orElse("null");
    }

    private static void multiple(String key, int got, int multiple) {
        if (got % multiple != 0) {
            throw new IllegalArgumentException(key + " is " + got + ", expected a multiple of " + multiple
                    + ", by which first stage and U-Net shrink pictures");
        }
    }
}

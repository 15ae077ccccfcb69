package io.sfumato.train;

import io.sfumato.condition.text.Pooling;
import io.sfumato.condition.text.SketchSpec;
import io.sfumato.condition.text.TextSpec;
import io.sfumato.condition.text.TextTransformerSpec;
import io.sfumato.diffusion.Distance;
import io.sfumato.diffusion.LossWeighting;
import io.sfumato.diffusion.Preconditioning;
import io.sfumato.firststage.AutoencoderSpec;
import io.sfumato.model.GenerationDefaults;
import io.sfumato.model.Precision;
import io.sfumato.unet.UNetSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What to train, on what, and for how long: a YAML file. */
public record Recipe(
        String name,
        long seed,
        Precision precision,
        Data data,
        FirstStage firstStage,
        Text text,
        Diffusion diffusion,
        GenerationDefaults defaults,
        List<String> previewPrompts) {

    public Recipe {
        previewPrompts = List.copyOf(previewPrompts);
    }

    /** Reads a recipe. Throws {@link RecipeException} where it is not one. */
    public static Recipe read(Path file) {
        return RecipeFile.read(file);
    }

    /**
     * The pictures.
     *
     * @param folder an image folder with {@code metadata.jsonl}; relative to the working folder
     * @param size side of the pictures in pixels
     */
    public record Data(String folder, int size) {}

    /**
     * The first stage.
     *
     * @param klWeight weight of the divergence from the unit normal, per picture
     * @param squareWeight weight of the squared error beside the absolute one
     */
    public record FirstStage(AutoencoderSpec model, double klWeight, double squareWeight, Schedule schedule) {}

    /**
     * The text encoder; its vocabulary is made of the data's own words.
     *
     * @param sketch written {@code null} where there is none, as in the reference
     */
    public record Text(int window, int width, int layers, Pooling pooling, Optional<Sketch> sketch) {
        /** The encoder's sizes for a vocabulary. */
        public TextSpec spec(int vocabulary) {
            return new TextSpec(
                    new TextTransformerSpec(vocabulary, window, width, layers), pooling, sketch.map(Sketch::model));
        }
    }

    /**
     * The guess at the latents that the text encoder draws. It is learned ahead of the diffusion model, which goes on
     * with it.
     *
     * @param weight of the guess's squared error beside the diffusion model's loss
     * @param schedule of the learning ahead
     */
    public record Sketch(SketchSpec model, double weight, Schedule schedule) {
        public Sketch {
            if (!(weight >= 0 && Double.isFinite(weight))) {
                throw new IllegalArgumentException(
                        "weight of the sketch is " + weight + ", expected a number from 0, such as 0.5");
            }
        }
    }

    /**
     * The diffusion model.
     *
     * @param captionDropout share of captions replaced by none, so that guidance has something to compare with;
     *     the sketch learns with it too
     */
    public record Diffusion(
            UNetSpec model,
            Preconditioning preconditioning,
            LossWeighting weighting,
            Distance distance,
            double captionDropout,
            Schedule schedule) {}
}

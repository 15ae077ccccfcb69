package io.sfumato.train.reference;

import io.sfumato.data.Framing;
import io.sfumato.model.ConditionerSpec;
import io.sfumato.reference.Params;
import io.sfumato.reference.Target;
import io.sfumato.train.recipe.DataRecipe;
import io.sfumato.train.recipe.RecipeException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads where the pictures of a configuration are, {@code data}.
 *
 * @param folder of pictures, instead of where its class looks
 */
record DataReader(PictureClasses classes, Optional<Path> folder) {
    private static final Set<String> MODULES = Set.of("main.DataModuleFromConfig");
    private static final String CURE = "name a folder of pictures with --data FOLDER";

    /** Where a folder does not say itself what is kept back. */
    private static final double HELD_OUT = 0.02;

    private static final int LEAST_BOXES = 2;
    private static final int MOST_BOXES = 30;
    private static final double LEAST_AREA = 1e-4;

    /**
     * What was found.
     *
     * @param batch pictures of a batch
     */
    record Found(DataRecipe recipe, int batch, List<Place> places, List<String> notes) {}

    /** @param conditioner of the diffusion model, where there is one: it decides what must be known of pictures */
    Found read(Params config, Optional<ConditionerSpec> conditioner) {
        if (!config.has("data")) {
            throw new RecipeException(
                    config.path("data") + " is missing: this configuration is one to use a model with,"
                            + " expected one to train it. The program's own recipes say the same in another way");
        }
        Params params = Target.of(config, "data", MODULES).params();
        int batch = params.integer("batch_size");
        if (batch < 1) {
            throw new RecipeException(params.path("batch_size") + " is " + batch + ", expected a number above 0");
        }
        params.ignore(
                "num_workers",
                "wrap",
                "test",
                "predict",
                "use_worker_init_fn",
                "shuffle_test_loader",
                "shuffle_val_dataloader");
        Target train = Target.any(params, "train");
        Optional<Target> validation =
                params.has("validation") ? Optional.of(Target.any(params, "validation")) : Optional.empty();
        params.done();
        return folder.map(path -> inFolder(train, conditioner, path, batch))
                .orElseGet(() -> listed(train, validation, batch));
    }

    private Found inFolder(Target train, Optional<ConditionerSpec> conditioner, Path path, int batch) {
        PictureClass pictures = classes.read(train);
        DataRecipe recipe = stored(path.toString(), pictures, conditioner.map(ConditionerSpec::inside));
        Place place = new Place("--data is", path, "name another folder");
        return new Found(recipe, batch, List.of(place), List.of());
    }

    private static DataRecipe stored(String folder, PictureClass pictures, Optional<ConditionerSpec> conditioner) {
        Framing framing = pictures.framing();
        ConditionerSpec told = conditioner.orElseGet(ConditionerSpec.Unconditional::new);
        if (told.readsWords()) {
            return new DataRecipe.Captions(folder, framing, HELD_OUT);
        } else if (told instanceof ConditionerSpec.ClassToken || told instanceof ConditionerSpec.Label) {
            return new DataRecipe.Classes(folder, framing, HELD_OUT, List.of());
        } else if (told instanceof ConditionerSpec.Layout) {
            return new DataRecipe.Boxes(folder, framing, HELD_OUT, LEAST_BOXES, MOST_BOXES, LEAST_AREA);
        } else if (told instanceof ConditionerSpec.SemanticMap) {
            return new DataRecipe.LabelMaps(folder, framing, HELD_OUT, "images", "labels", 0);
        } else if (told instanceof ConditionerSpec.LowResolution) {
            PictureClass.Shrinking shrinking = shrinking(pictures);
            return new DataRecipe.Shrunk(
                    folder, framing, HELD_OUT, shrinking.factor(), DegradationReader.read(shrinking));
        } else if (told instanceof ConditionerSpec.MaskedPicture) {
            return new DataRecipe.Holed(folder, framing, HELD_OUT);
        }
        return new DataRecipe.Pictures(folder, framing, HELD_OUT);
    }

    private static PictureClass.Shrinking shrinking(PictureClass pictures) {
        return pictures.shrinking()
                .orElseThrow(() -> new RecipeException("the conditioner hears a small picture, but the class of the"
                        + " training data has no degradation that would make one"));
    }

    private Found listed(Target train, Optional<Target> validation, int batch) {
        PictureClass pictures = known(train);
        Optional<PictureClass> held = validation.map(this::known);
        List<Place> places = new ArrayList<>(places(train, pictures));
        held.ifPresent(it -> places.addAll(places(validation.orElseThrow(), it)));
        DataRecipe.NamedPictures list = pictures.list().orElseThrow();
        Optional<DataRecipe.NamedPictures> heldList = held.flatMap(PictureClass::list);
        DataRecipe recipe = pictures.tells() == PictureClass.Tells.CLASS
                ? new DataRecipe.ListedClasses(list, heldList, pictures.framing(), 0)
                : new DataRecipe.Listed(list, heldList, pictures.framing(), 0);
        return new Found(recipe, batch, places, notes(pictures));
    }

    private PictureClass known(Target target) {
        PictureClass pictures = classes.read(target);
        if (pictures.list().isEmpty()) {
            throw new RecipeException(
                    target.where() + ".target is " + target.name() + ", a class whose code is not known here; " + CURE);
        }
        return pictures;
    }

    private static List<Place> places(Target target, PictureClass pictures) {
        return pictures.reads().stream()
                .map(path -> new Place(
                        target.where() + ".target is " + target.name() + ", which reads", Path.of(path), CURE))
                .toList();
    }

    private static List<String> notes(PictureClass pictures) {
        return pictures.shrinking().isPresent()
                ? List.of("pictures with a side below 256 pixels are learned from too: the reference leaves them out")
                : List.of();
    }
}

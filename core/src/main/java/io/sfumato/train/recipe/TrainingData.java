package io.sfumato.train.recipe;

import io.sfumato.data.DataException;
import io.sfumato.data.DataSet;
import io.sfumato.data.Found;
import io.sfumato.data.Framing;
import io.sfumato.data.Parts;
import io.sfumato.data.Telling;
import io.sfumato.data.files.DataFolder;
import io.sfumato.data.files.LabelMaps;
import io.sfumato.data.files.PictureList;
import io.sfumato.data.shapes.Shapes;
import io.sfumato.data.telling.LayoutTokens;
import io.sfumato.data.telling.Together;
import io.sfumato.model.ConditionerSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The data of a recipe, found and checked.
 *
 * @param telling what the recipe's conditioner is told of a picture
 * @param classes names of the classes that pictures are of; empty where they have none
 */
public record TrainingData(Parts parts, Framing framing, Telling telling, List<String> classes) {
    /** Takes a copy of the list. */
    public TrainingData {
        classes = List.copyOf(classes);
    }

    /**
     * Looks into the recipe's folder; pictures are not decoded yet. Throws {@link DataException} where the data are not as
     * the recipe has them.
     */
    public static TrainingData open(Recipe recipe) {
        Optional<ConditionerSpec> conditioner =
                recipe.diffusion().map(DiffusionRecipe::conditioner).flatMap(ConditionerRecipe::settled);
        double dropout =
                recipe.diffusion().map(DiffusionRecipe::conditionDropout).orElse(0.0);
        return open(recipe.data(), conditioner, dropout);
    }

    /**
     * The same for the conditioner of a model that is there.
     *
     * @param dropout share of conditions that are left out
     */
    public static TrainingData open(DataRecipe data, Optional<ConditionerSpec> conditioner, double dropout) {
        Optional<ConditionerSpec> inside = conditioner.map(ConditionerSpec::inside);
        Parts parts = parts(data.inside(), inside);
        List<String> classes = given(data.inside())
                .map(names -> new ClassesInData(parts, names, data.namesKey()).checked(inside, dropout))
                .orElseGet(List::of);
        return new TrainingData(parts, data.framing(), telling(data, parts.train(), inside), classes);
    }

    /** The names of classes that a recipe gives, where its data are of classes: none where it leaves them to the data. */
    private static Optional<List<String>> given(DataRecipe data) {
        if (data instanceof DataRecipe.Classes classes) {
            return Optional.of(classes.names());
        }
        return data instanceof DataRecipe.ListedClasses ? Optional.of(List.of()) : Optional.empty();
    }

    private static Parts parts(DataRecipe data, Optional<ConditionerSpec> conditioner) {
        if (data instanceof DataRecipe.Shapes) {
            return Parts.byShare(new Shapes(data.framing().size()), data.heldOut())
                    .withFound(Found.as("drawn by the program"));
        }
        return data instanceof DataRecipe.Named named ? named(named) : parts((DataRecipe.Stored) data, conditioner);
    }

    private static Parts named(DataRecipe.Named data) {
        boolean classes = data instanceof DataRecipe.ListedClasses;
        PictureList list = data.list().list();
        DataSet train = classes ? list.classes() : list.pictures();
        Optional<DataSet> validation = data.validation()
                .map(DataRecipe.NamedPictures::list)
                .map(held -> classes ? held.classes(train.classes()) : held.pictures());
        Parts parts = validation.isPresent() ? new Parts(train, validation) : Parts.byShare(train, data.heldOut());
        return parts.withFound(Found.as("the list " + data.list().file()
                + data.validation()
                        .map(held -> " and, of those held out, " + held.file())
                        .orElse("")));
    }

    private static Parts parts(DataRecipe.Stored data, Optional<ConditionerSpec> conditioner) {
        DataFolder folder = new DataFolder(Path.of(data.folder()), data.heldOut());
        if (data instanceof DataRecipe.Captions) {
            return folder.captions();
        }
        if (data instanceof DataRecipe.Classes) {
            return folder.classes();
        }
        if (data instanceof DataRecipe.Boxes boxes) {
            return folder.boxes(boxes.limits());
        }
        if (data instanceof DataRecipe.LabelMaps maps) {
            OptionalInt kinds = conditioner
                    .filter(ConditionerSpec.SemanticMap.class::isInstance)
                    .map(spec -> OptionalInt.of(
                            ((ConditionerSpec.SemanticMap) spec).sizes().kinds()))
                    .orElse(OptionalInt.empty());
            return folder.labelMaps(new LabelMaps(maps.pictures(), maps.maps(), maps.shift(), kinds));
        }
        return folder.pictures();
    }

    private static Telling telling(DataRecipe data, DataSet train, Optional<ConditionerSpec> conditioner) {
        Optional<Telling> made = data.made().map(Made::telling);
        if (data instanceof DataRecipe.Hybrid hybrid) {
            return new Together(made.orElseThrow(), known(hybrid.inside(), train, conditioner));
        }
        return made.orElseGet(() -> known(data, train, conditioner));
    }

    private static Telling known(DataRecipe data, DataSet train, Optional<ConditionerSpec> conditioner) {
        return conditioner
                .filter(ConditionerSpec.Layout.class::isInstance)
                .map(spec -> layout(train, (ConditionerSpec.Layout) spec))
                .orElse(isSaidOfTheSquare(data) ? Telling.IN_SQUARE : Telling.AS_KNOWN);
    }

    private static boolean isSaidOfTheSquare(DataRecipe data) {
        return data instanceof DataRecipe.Boxes || data instanceof DataRecipe.LabelMaps;
    }

    private static Telling layout(DataSet train, ConditionerSpec.Layout layout) {
        return LayoutTokens.ofWindow(
                train.classes().size(), layout.sizes().window(), layout.sizes().vocabulary());
    }
}

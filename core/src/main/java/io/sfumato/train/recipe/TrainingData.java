package io.sfumato.train.recipe;

import io.sfumato.data.DataException;
import io.sfumato.data.DataSet;
import io.sfumato.data.Framing;
import io.sfumato.data.Known;
import io.sfumato.data.Parts;
import io.sfumato.data.Telling;
import io.sfumato.data.files.DataFolder;
import io.sfumato.data.files.LabelMaps;
import io.sfumato.data.files.PictureList;
import io.sfumato.data.shapes.Shapes;
import io.sfumato.data.telling.Holed;
import io.sfumato.data.telling.LayoutTokens;
import io.sfumato.data.telling.Shrunk;
import io.sfumato.model.ConditionerSpec;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The data of a recipe, found and checked.
 *
 * @param telling what the recipe's conditioner is told of a picture
 */
public record TrainingData(Parts parts, Framing framing, Telling telling) {

    /**
     * Looks into the recipe's folder; pictures are not decoded yet. Throws {@link DataException} where the data are not as
     * the recipe has them.
     */
    public static TrainingData open(Recipe recipe) {
        Optional<ConditionerSpec> conditioner = recipe.diffusion()
                .map(DiffusionRecipe::conditioner)
                .filter(ConditionerRecipe.Wordless.class::isInstance)
                .map(wordless -> ((ConditionerRecipe.Wordless) wordless).model());
        DataRecipe data = recipe.data();
        Parts parts = parts(data, conditioner);
        return new TrainingData(parts, data.framing(), telling(data, parts.train(), conditioner));
    }

    private static Parts parts(DataRecipe data, Optional<ConditionerSpec> conditioner) {
        if (data instanceof DataRecipe.Shapes) {
            return Parts.byShare(new Shapes(data.framing().size()), data.heldOut());
        }
        return data instanceof DataRecipe.Named named
                ? named(named, conditioner)
                : parts((DataRecipe.Stored) data, conditioner);
    }

    private static Parts named(DataRecipe.Named data, Optional<ConditionerSpec> conditioner) {
        boolean classes = data instanceof DataRecipe.ListedClasses;
        PictureList list = data.list().list();
        DataSet train = classes ? list.classes() : list.pictures();
        Optional<DataSet> validation = data.validation()
                .map(DataRecipe.NamedPictures::list)
                .map(held -> classes ? held.classes(train.classes()) : held.pictures());
        Parts parts = validation.isPresent() ? new Parts(train, validation) : Parts.byShare(train, data.heldOut());
        return classes ? checked(parts, conditioner) : parts;
    }

    private static Parts parts(DataRecipe.Stored data, Optional<ConditionerSpec> conditioner) {
        DataFolder folder = new DataFolder(Path.of(data.folder()), data.heldOut());
        if (data instanceof DataRecipe.Captions) {
            return folder.captions();
        }
        if (data instanceof DataRecipe.Classes) {
            return checked(folder.classes(), conditioner);
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

    private static Parts checked(Parts classes, Optional<ConditionerSpec> conditioner) {
        conditioner.map(TrainingData::classes).ifPresent(count -> {
            check(classes.train(), count);
            classes.heldOut().ifPresent(held -> check(held, count));
        });
        return classes;
    }

    private static int classes(ConditionerSpec spec) {
        if (spec instanceof ConditionerSpec.ClassToken token) {
            return token.sizes().classes();
        }
        return spec instanceof ConditionerSpec.Label label ? label.classes() : Integer.MAX_VALUE;
    }

    private static void check(DataSet data, int classes) {
        for (int i = 0; i < data.count(); i++) {
            int index = ((Known.ClassOf) data.known(i)).index();
            if (index >= classes) {
                throw new DataException(data.name(i) + " is of class " + index + ", expected 0 to " + (classes - 1)
                        + ": the recipe's conditioner has " + classes + " classes");
            }
        }
    }

    private static Telling telling(DataRecipe data, DataSet train, Optional<ConditionerSpec> conditioner) {
        if (data instanceof DataRecipe.Shrunk shrunk) {
            return new Shrunk(shrunk.factor());
        }
        if (data instanceof DataRecipe.Holed) {
            return new Holed();
        }
        return conditioner
                .filter(ConditionerSpec.Layout.class::isInstance)
                .map(spec -> layout(train, (ConditionerSpec.Layout) spec))
                .orElse(Telling.AS_KNOWN);
    }

    private static Telling layout(DataSet train, ConditionerSpec.Layout layout) {
        return LayoutTokens.ofWindow(
                train.classes().size(), layout.sizes().window(), layout.sizes().vocabulary());
    }
}

package io.sfumato.train.reference;

import io.sfumato.train.recipe.Recipe;
import java.util.List;

/**
 * A configuration of the reference as a recipe.
 *
 * @param notes what whoever starts it should know: decisions that the configuration does not make
 */
public record Translation(Recipe recipe, List<String> notes) {
    public Translation {
        notes = List.copyOf(notes);
    }
}

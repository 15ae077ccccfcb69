package io.sfumato.train.recipe;

import io.sfumato.data.Framing;
import io.sfumato.data.Parts;
import io.sfumato.data.Telling;

/** The data of a recipe, found and checked. */
public record TrainingData(Parts parts, Framing framing, Telling telling) {

    /**
     * Looks into the recipe's folder. Nothing is decoded yet. Throws {@link io.sfumato.data.DataException} where the data are
     * not as the recipe has them.
     */
    public static TrainingData open(Recipe recipe) {
        throw new UnsupportedOperationException();
    }
}

package io.sfumato.train;

import io.sfumato.condition.text.Tokenizer;
import io.sfumato.model.ConditionerSpec;
import io.sfumato.model.Tokenizers;
import io.sfumato.tensor.FileTrouble;
import io.sfumato.train.recipe.ConditionerRecipe;
import io.sfumato.train.recipe.RecipeException;
import io.sfumato.train.samples.Cues;
import java.io.IOException;

/** The conditioner that a recipe asks for, once its words are known. */
final class Conditioners {
    private Conditioners() {}

    static ConditionerSpec of(ConditionerRecipe recipe, Tokenizers tokenizers) {
        return recipe.settled().orElseGet(() -> recipe.spec(vocabulary(tokenizers)));
    }

    private static int vocabulary(Tokenizers tokenizers) {
        Tokenizer tokenizer = tokenizers.wordPieces().orElseThrow();
        try {
            return tokenizer.vocabulary();
        } catch (IOException e) {
            throw new RecipeException("the vocabulary cannot be used: " + FileTrouble.of(e), e);
        }
    }

    /** What such a conditioner hears of pictures; one that hears nothing hears it whatever is known of them. */
    static Cues cues(ConditionerSpec conditioner, double dropout) {
        double share = conditioner instanceof ConditionerSpec.Unconditional ? 1 : dropout;
        return new Cues(share, conditioner.inside().absent(), kinds(conditioner));
    }

    private static int kinds(ConditionerSpec conditioner) {
        return conditioner instanceof ConditionerSpec.SemanticMap map
                ? map.sizes().kinds()
                : 0;
    }
}

package io.sfumato.train;

import io.sfumato.condition.clip.ClipTokenizer;
import io.sfumato.condition.text.Tokenizer;
import io.sfumato.condition.text.WordPieceVocabulary;
import io.sfumato.data.Texts;
import io.sfumato.image.WholeFile;
import io.sfumato.model.Tokenizers;
import io.sfumato.tensor.FileTrouble;
import io.sfumato.train.loop.RunContext;
import io.sfumato.train.recipe.ConditionerRecipe;
import io.sfumato.train.recipe.RecipeException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What a run splits words with. */
record Vocabulary(RunContext run, RunData data) {

    /** The tokenizer that a conditioner needs, if any; the caller closes it. */
    Tokenizers tokenizers(ConditionerRecipe conditioner) {
        return conditioner.inside() instanceof ConditionerRecipe.OwnWords words
                ? Tokenizers.of(own(words.window()))
                : given(conditioner);
    }

    /** Throws where a vocabulary that somebody else has made is not there, or is that of another model. */
    static void check(ConditionerRecipe conditioner) {
        given(conditioner).close();
    }

    private static Tokenizers given(ConditionerRecipe conditioner) {
        if (conditioner.inside() instanceof ConditionerRecipe.GivenWords words) {
            return words.spec(0).tokenizers(Path.of(words.tokenizer()));
        } else if (conditioner.inside() instanceof ConditionerRecipe.GivenClip clip) {
            return Tokenizers.of(given(clip));
        }
        return Tokenizers.NONE;
    }

    private static ClipTokenizer given(ConditionerRecipe.GivenClip clip) {
        ClipTokenizer tokenizer = clip.tokenizer()
                .map(Path::of)
                .map(ClipTokenizer::open)
                .orElseGet(() -> clip.text().tokenizer());
        int ids = tokenizer.vocabulary();
        int known = clip.model().vocabulary();
        if (ids > known) {
            tokenizer.close();
            throw new RecipeException("the tokenizer of diffusion.conditioner has " + ids + " ids, expected " + known
                    + " at most, as " + clip.encoder() + " knows. Name another in diffusion.conditioner.tokenizer");
        }
        return tokenizer;
    }

    /** Made of all words of the data that can be read, once. */
    private Tokenizer own(int window) {
        Path file = run.folder().tokenizer();
        run.session().once(() -> make(file));
        try {
            return Tokenizer.open(file, window);
        } catch (IOException e) {
            throw refused(file, FileTrouble.of(e), e);
        } catch (RuntimeException e) { // of the library
            throw refused(
                    file, String.valueOf(e.getMessage()).lines().findFirst().orElse("it is no tokenizer"), e);
        }
    }

    private static RecipeException refused(Path file, String why, Exception e) {
        return new RecipeException(file + " cannot be used: " + why + ". Remove it to have it made again", e);
    }

    private void make(Path file) {
        try {
            if (!Files.exists(file)) {
                WholeFile.write(file, WordPieceVocabulary.of(texts()).toJson().getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new RecipeException(file + " cannot be written: " + FileTrouble.of(e), e);
        }
    }

    private List<String> texts() {
        List<String> texts = new ArrayList<>(Texts.of(data.parts().train(), data.broken()));
        data.parts().heldOut().ifPresent(heldOut -> texts.addAll(Texts.of(heldOut, data.broken())));
        return texts;
    }
}

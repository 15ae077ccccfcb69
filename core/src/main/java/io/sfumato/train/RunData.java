package io.sfumato.train;

import io.sfumato.data.BrokenPictureException;
import io.sfumato.data.DataSet;
import io.sfumato.data.Feed;
import io.sfumato.data.Framing;
import io.sfumato.data.Order;
import io.sfumato.data.Parts;
import io.sfumato.data.Telling;
import io.sfumato.train.recipe.DataRecipe;
import io.sfumato.train.samples.SampleSource;
import io.sfumato.train.samples.Shuffled;
import java.util.Optional;
import java.util.function.Consumer;

/** The pictures of a run, as its stages see them. */
record RunData(DataRecipe recipe, Parts parts, long seed, Keeping keeping, Consumer<BrokenPictureException> broken) {
    private static final Order AS_THEY_LIE = Math::toIntExact;

    /** What is kept of pictures that are seen again. */
    enum Keeping {
        /** Their latents, where they are always the same. */
        LATENTS,
        /** Nothing. */
        NOTHING
    }

    /** Those to train on, without end, each time in another order. */
    SampleSource shuffled(long salt) {
        DataSet data = parts.train();
        return open(new Feed(data, recipe.framing(), Telling.AS_KNOWN, shuffledRows(data.count(), salt)), seed + salt);
    }

    /** An order of so many things, another in each epoch. */
    Order shuffledRows(int count, long salt) {
        return new Shuffled(count, seed + salt);
    }

    /** Those to train on, each once and always the same. */
    SampleSource inOrder() {
        return open(still(parts.train()), seed);
    }

    /** Those held out, each once and always the same. */
    Optional<SampleSource> heldOut() {
        return parts.heldOut().map(data -> open(still(data), seed));
    }

    private Feed still(DataSet data) {
        return new Feed(data, recipe.framing().still(), Telling.AS_KNOWN, AS_THEY_LIE);
    }

    private SampleSource open(Feed feed, long streamSeed) {
        return SampleSource.open(feed, streamSeed, broken);
    }

    /**
     * Whether latents are kept: where a picture is the same square every time it is seen, and what is said of it needs no pixels.
     */
    boolean keepsLatents() {
        Framing framing = recipe.framing();
        boolean said = recipe instanceof DataRecipe.Captions
                || recipe instanceof DataRecipe.Classes
                || recipe instanceof DataRecipe.Pictures;
        return keeping == Keeping.LATENTS && said && framing.equals(framing.still());
    }
}

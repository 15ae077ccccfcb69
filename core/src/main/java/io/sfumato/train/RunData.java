package io.sfumato.train;

import io.sfumato.data.BrokenPictureException;
import io.sfumato.data.DataSet;
import io.sfumato.data.Feed;
import io.sfumato.data.Order;
import io.sfumato.data.Parts;
import io.sfumato.data.Telling;
import io.sfumato.train.recipe.TrainingData;
import io.sfumato.train.samples.SampleSource;
import java.util.Optional;
import java.util.function.Consumer;

/** The pictures of a run, as its stages see them. */
record RunData(TrainingData data, long seed, Keeping keeping, Consumer<BrokenPictureException> broken) {
    /** What is kept of pictures that are seen again. */
    enum Keeping {
        /** Their latents, where they are always the same. */
        LATENTS,
        /** Nothing. */
        NOTHING
    }

    Parts parts() {
        return data.parts();
    }

    /** Those to train on, without end, each time in another order. */
    SampleSource shuffled(long salt) {
        DataSet train = parts().train();
        return open(new Feed(train, data.framing(), data.telling(), Order.shuffled(train, seed + salt)), seed + salt);
    }

    /** An order of so many things, another in each epoch. */
    Order shuffledRows(int count, long salt) {
        return Order.shuffled(count, seed + salt);
    }

    /** Those to train on, each once and always the same. */
    SampleSource inOrder() {
        return open(still(parts().train()), seed);
    }

    /** Those held out, each once and always the same. */
    Optional<SampleSource> heldOut() {
        return parts().heldOut().map(heldOut -> open(still(heldOut), seed));
    }

    private Feed still(DataSet pictures) {
        return new Feed(pictures, data.framing().still(), data.telling(), Order.ofTheData(pictures));
    }

    private SampleSource open(Feed feed, long streamSeed) {
        return SampleSource.open(feed, streamSeed, broken);
    }

    boolean keepsLatents() {
        return keeping == Keeping.LATENTS && hasLatentsToKeep();
    }

    /** Whether a picture is the same square every time it is seen, and what is said of it does not depend on the square. */
    boolean hasLatentsToKeep() {
        return data.telling() == Telling.AS_KNOWN
                && data.framing().equals(data.framing().still());
    }
}

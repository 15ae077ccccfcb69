package io.sfumato.train;

import io.sfumato.data.BrokenPictureException;
import io.sfumato.train.loop.TrainObserver;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/** Tells of broken pictures: of each once, however many stages meet it, and how many there are by now. */
final class Skipped implements Consumer<BrokenPictureException> {
    private final TrainObserver observer;
    private final Set<String> told = new HashSet<>();

    Skipped(TrainObserver observer) {
        this.observer = observer;
    }

    @Override
    public void accept(BrokenPictureException broken) {
        if (told.add(broken.getMessage())) {
            observer.note("skipped " + told.size() + ": " + broken.getMessage());
        }
    }
}

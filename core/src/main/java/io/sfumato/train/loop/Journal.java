package io.sfumato.train.loop;

import java.nio.file.Path;
import java.util.Map;

/** What a stage tells people in files. */
interface Journal extends AutoCloseable {

    /** Means over the last steps. */
    void tell(Progress progress, Map<String, Double> figures);

    /** How good the averaged weights are. */
    void tell(Progress progress, HeldOut heldOut);

    /** What people look at, where it was drawn. */
    void show(Progress progress, Path sheet);

    @Override
    void close();

    /** Goes on after so many steps; what was told of later ones is forgotten. Only one of several processes tells anything. */
    static Journal open(Stage stage, Progress done) {
        return stage.run().session().ensemble().leads() ? WrittenJournal.open(stage, done) : new Silence();
    }

    /** Tells nothing. */
    record Silence() implements Journal {
        @Override
        public void tell(Progress progress, Map<String, Double> figures) {}

        @Override
        public void tell(Progress progress, HeldOut heldOut) {}

        @Override
        public void show(Progress progress, Path sheet) {}

        @Override
        public void close() {}
    }
}

package io.sfumato.train.loop;

import io.sfumato.image.Png;
import io.sfumato.tensorboard.EventWriter;
import io.sfumato.train.recipe.RecipeException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** What a stage tells people in files: lines of JSON, and events for TensorBoard. */
final class Journal implements AutoCloseable {
    private final Metrics metrics;
    private final EventWriter events;

    private Journal(Metrics metrics, EventWriter events) {
        this.metrics = metrics;
        this.events = events;
    }

    /** Goes on after so many steps; what was told of later ones is forgotten. */
    static Journal open(Stage stage, Progress done) {
        Metrics metrics = stage.run().folder().metrics(stage.name());
        metrics.forgetAfter(done.steps());
        try {
            return new Journal(
                    metrics, EventWriter.append(stage.run().folder().events(stage.name()), done.steps() + 1));
        } catch (UncheckedIOException e) {
            throw new RecipeException(e.getMessage(), e);
        }
    }

    Metrics metrics() {
        return metrics;
    }

    /** Means over the last steps. */
    void tell(Progress progress, Map<String, Double> figures) {
        metrics.append(new Metrics.Point(progress, figures));
        try {
            figures.forEach((name, value) -> events.scalar("train/" + name, progress.steps(), value));
        } catch (UncheckedIOException e) {
            throw new RecipeException(e.getMessage(), e);
        }
    }

    /** How good the averaged weights are. */
    void tell(Progress progress, HeldOut heldOut) {
        Map<String, Double> figures = new TreeMap<>(heldOut.figures());
        heldOut.loss().ifPresent(loss -> figures.put("loss", loss));
        if (figures.isEmpty()) {
            return;
        }
        Map<String, Double> named = new TreeMap<>();
        figures.forEach((name, value) -> named.put("held_out_" + name, value));
        metrics.append(new Metrics.Point(progress, named));
        try {
            figures.forEach((name, value) -> events.scalar("held_out/" + name, progress.steps(), value));
        } catch (UncheckedIOException e) {
            throw new RecipeException(e.getMessage(), e);
        }
    }

    /** What people look at, where it was drawn. */
    void show(Progress progress, Path sheet) {
        try {
            if (Files.exists(sheet)) {
                events.image("samples", progress.steps(), Png.read(sheet));
            }
            events.flush();
        } catch (UncheckedIOException e) {
            throw new RecipeException(e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        events.close();
    }
}

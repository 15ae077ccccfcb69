package io.sfumato.train.loop;

import io.sfumato.image.Png;
import io.sfumato.tensorboard.EventWriter;
import io.sfumato.train.recipe.RecipeException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Lines of JSON, and events for TensorBoard. */
final class WrittenJournal implements Journal {
    private final RunFolder folder;
    private final Metrics metrics;
    private final EventWriter events;

    private WrittenJournal(RunFolder folder, Metrics metrics, EventWriter events) {
        this.folder = folder;
        this.metrics = metrics;
        this.events = events;
    }

    static WrittenJournal open(Stage stage, Progress done) {
        RunFolder folder = stage.run().folder();
        Metrics metrics = folder.metrics(stage.name());
        metrics.forgetAfter(done.steps());
        try {
            return new WrittenJournal(
                    folder, metrics, EventWriter.append(folder.events(stage.name()), done.steps() + 1));
        } catch (UncheckedIOException e) {
            throw new RecipeException(e.getCause().getMessage(), e);
        }
    }

    @Override
    public void tell(Progress progress, Map<String, Double> figures) {
        writing(() -> {
            metrics.append(new Metrics.Point(progress, figures));
            figures.forEach((name, value) -> events.scalar("train/" + name, progress.steps(), value));
        });
    }

    @Override
    public void tell(Progress progress, HeldOut heldOut) {
        Map<String, Double> figures = new TreeMap<>(heldOut.figures());
        heldOut.loss().ifPresent(loss -> figures.put("loss", loss));
        if (figures.isEmpty()) {
            return;
        }
        Map<String, Double> named = new TreeMap<>();
        figures.forEach((name, value) -> named.put("held_out_" + name, value));
        writing(() -> {
            metrics.append(new Metrics.Point(progress, named));
            figures.forEach((name, value) -> events.scalar("held_out/" + name, progress.steps(), value));
        });
    }

    @Override
    public void show(Progress progress, Path sheet) {
        writing(() -> {
            if (Files.exists(sheet)) {
                events.image("samples", progress.steps(), Png.read(sheet));
            }
            events.flush();
        });
    }

    private void writing(Runnable work) {
        try {
            work.run();
        } catch (UncheckedIOException e) {
            throw ended(e.getCause().getMessage(), e);
        } catch (RecipeException e) {
            throw ended(e.getMessage(), e);
        }
    }

    private RecipeException ended(String why, RuntimeException e) {
        return new RecipeException(why + "; " + folder.standing(), e);
    }

    @Override
    public void close() {
        writing(events::close);
    }
}

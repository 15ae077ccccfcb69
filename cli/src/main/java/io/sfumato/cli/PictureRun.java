package io.sfumato.cli;

import io.sfumato.model.Model;
import io.sfumato.pipeline.GenerationListener;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * One making of pictures: its files, its progress, its report.
 *
 * @param began when the command began, {@link System#nanoTime}
 */
record PictureRun(Console console, ReportForm form, long began) {
    /** How the report is written. */
    enum ReportForm {
        LINES,
        JSON
    }

    /** Makes what {@code generation} makes, and writes the files. */
    void make(Model model, Asked asked, PictureFiles files, Consumer<GenerationListener> generation) {
        PictureText text = PictureText.of(asked, model);
        Report report;
        try (Progress progress = console.bar()) {
            report = form == ReportForm.JSON ? new ReportJson(console, text) : new ReportLines(console, progress);
            PictureWriter writer = new PictureWriter(files, text, progress, report);
            generation.accept(writer);
            writer.finish();
        }
        report.done(Duration.ofNanos(System.nanoTime() - began));
    }
}

package io.sfumato.cli;

import java.nio.file.Path;
import java.time.Duration;

/** Says it to people: a line for every file, as soon as it is there. */
record ReportLines(Console console, Progress progress) implements Report {
    @Override
    public void picture(long seed, Path file) {
        progress.aside(() -> console.out().println("seed " + seed + "  " + file));
    }

    @Override
    public void grid(Path file) {
        progress.aside(() -> console.out().println("grid  " + file));
    }

    @Override
    public void warning(String message) {
        progress.aside(() -> console.note("warning: " + message));
    }

    @Override
    public void done(Duration took) {
        console.note("done in " + Spoken.duration(took));
    }
}

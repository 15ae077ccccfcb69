package io.sfumato.cli;

import java.io.PrintStream;
import java.time.Duration;

/** A line now and then, for logs. */
final class ProgressLines implements Progress {
    private final PrintStream err;
    private final long pauseNanos;
    private String name = "";
    private long total;
    private long first;
    private long started;
    private long told;

    ProgressLines(PrintStream err, Duration pause) {
        this.err = err;
        this.pauseNanos = pause.toNanos();
    }

    @Override
    public void stage(String name, long total, long done) {
        this.name = name;
        this.total = total;
        first = done;
        started = System.nanoTime();
        told = started;
        err.println(name + ": " + done + " of " + total);
    }

    @Override
    public void at(long done, String note) {
        long now = System.nanoTime();
        if (now - told < pauseNanos && done < total) {
            return;
        }
        told = now;
        double seconds = (now - started) / 1e9;
        double rate = (done - first) / seconds;
        Duration left = Duration.ofSeconds(Math.round((total - done) / rate));
        err.println(name + ": " + done + " of " + total + ", " + note + ", " + Spoken.duration(left) + " left");
    }

    @Override
    public void aside(Runnable printing) {
        printing.run();
    }

    @Override
    public void close() {}
}

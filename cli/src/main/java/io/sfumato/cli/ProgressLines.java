package io.sfumato.cli;

import java.io.PrintStream;
import java.time.Duration;

/** A line now and then, for logs. The time that is left follows from how it went since the line before. */
final class ProgressLines implements Progress {
    private final PrintStream err;
    private final long pauseNanos;
    private String name = "";
    private long total;
    private long told;
    private long toldAt;

    ProgressLines(PrintStream err, Duration pause) {
        this.err = err;
        this.pauseNanos = pause.toNanos();
    }

    @Override
    public void stage(String name, long total, long done) {
        this.name = name;
        this.total = total;
        told = done;
        toldAt = System.nanoTime();
        err.println(name + ": " + done + " of " + total);
    }

    @Override
    public void at(long done, String note) {
        long now = System.nanoTime();
        if (now - toldAt < pauseNanos && done < total) {
            return;
        }
        double secondsEach = (now - toldAt) / 1e9 / Math.max(1, done - told);
        told = done;
        toldAt = now;
        Duration left = Duration.ofSeconds(Math.round((total - done) * secondsEach));
        err.println(name + ": " + done + " of " + total + ", " + note + ", " + Spoken.duration(left) + " left");
    }

    @Override
    public void aside(Runnable printing) {
        printing.run();
    }

    @Override
    public void close() {}
}

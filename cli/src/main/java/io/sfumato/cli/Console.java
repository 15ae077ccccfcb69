package io.sfumato.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Where the program speaks.
 *
 * @param out results
 * @param err everything else
 * @param reader who reads {@code err}
 */
record Console(PrintStream out, PrintStream err, Reader reader) {
    private static final Duration BETWEEN_LINES = Duration.ofMinutes(1);

    /** Who reads what is told on the way. */
    enum Reader {
        /** Somebody who sees lines change. */
        TERMINAL,
        /** A file or another program. */
        FILE,
        /** Nobody: only results and errors are told. */
        NOBODY
    }

    /** The streams of this process. The launcher knows whether there is a terminal, plain Java does not. */
    static Console ofThisProcess() {
        Reader reader = "true".equals(System.getProperty("sfumato.terminal")) ? Reader.TERMINAL : Reader.FILE;
        return new Console(utf8(FileDescriptor.out), utf8(FileDescriptor.err), reader);
    }

    /** This console for a user who wants results and errors alone. */
    Console hushed() {
        return new Console(out, err, Reader.NOBODY);
    }

    /** Tells something that is neither result nor error. */
    void note(String line) {
        if (reader != Reader.NOBODY) {
            err.println(line);
        }
    }

    /** Tells how far work is: a bar on a terminal, nothing elsewhere. */
    Progress bar() {
        return reader == Reader.TERMINAL ? new ProgressBars(err) : Progress.SILENT;
    }

    /** Tells how far long work is: a bar on a terminal, a line a minute elsewhere. */
    Progress journal() {
        return switch (reader) {
            case TERMINAL -> new ProgressBars(err);
            case FILE -> new ProgressLines(err, BETWEEN_LINES);
            case NOBODY -> Progress.SILENT;
        };
    }

    private static PrintStream utf8(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }
}

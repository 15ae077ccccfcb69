package io.sfumato.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;

/**
 * Shows what a process says: the first one's words as they come, the others' line by line with their number.
 *
 * @param rank the number of the process
 */
record Relay(int rank) {
    private static final int BUFFER = 8192;

    /** How libtorch tells, on standard output, that processes are connected. */
    private static final String CONNECTION = "[Gloo] Rank ";

    private interface Copy {
        void run() throws IOException;
    }

    /** Copies {@code from} until it ends. */
    Thread start(InputStream from, PrintStream to) {
        return begin(rank == 0 ? () -> copy(from, to) : () -> copyLines(from, to));
    }

    /** Copies {@code from}, but for what libtorch says of connections. */
    static Thread withoutConnections(InputStream from, PrintStream to) {
        return begin(() -> {
            BufferedReader lines = new BufferedReader(new InputStreamReader(from, UTF_8));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.startsWith(CONNECTION)) {
                    to.println(line);
                }
            }
        });
    }

    private static void copy(InputStream from, PrintStream to) throws IOException {
        byte[] buffer = new byte[BUFFER];
        for (int count = from.read(buffer); count >= 0; count = from.read(buffer)) {
            to.write(buffer, 0, count);
            to.flush();
        }
    }

    private void copyLines(InputStream from, PrintStream to) throws IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(from, UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            to.println("rank " + rank + ": " + line);
        }
    }

    @SuppressWarnings("EmptyCatch") // a stream that breaks belongs to a process that ends
    private static Thread begin(Copy copy) {
        Thread thread = new Thread(
                () -> {
                    try {
                        copy.run();
                    } catch (IOException e) {
                        // nobody speaks any more
                    }
                },
                "output of a process");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}

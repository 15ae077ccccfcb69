package io.sfumato.cli;

import picocli.CommandLine;

/** Starts the program, and is the only place that ends the JVM. */
public final class Main {
    private Main() {}

    /** Runs one command and ends the JVM with its exit code. */
    public static void main(String[] args) {
        Starter.whenGone(() -> System.exit(Failure.BROKEN));
        System.exit(run(Console.ofThisProcess(), args));
    }

    /** Runs one command and returns its exit code. */
    static int run(Console console, String... args) {
        CommandLine commands = Sfumato.commandLine(console);
        try {
            return commands.execute(args);
        } catch (Error e) { // the parser reports exceptions only; out of memory is no exception
            return Failure.of(e).tell(console, Failure.Detail.asked(args));
        }
    }
}

package io.sfumato.cli;

import picocli.CommandLine.Option;

/** What every verb understands. */
@SuppressWarnings("UnusedVariable") // the parser answers --help, and Failure.Detail finds --verbose
final class CommonOptions {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;

    @Option(names = "--quiet", description = "Print results and errors, nothing else.")
    private boolean quiet;

    @Option(names = "--verbose", description = "Show where in the program an error happened.")
    private boolean verbose;

    /** How much is told of a failure. */
    Failure.Detail detail() {
        return verbose ? Failure.Detail.TRACE : Failure.Detail.LINE;
    }

    /** The console as the user wants it. */
    Console heard(Console console) {
        return quiet ? console.hushed() : console;
    }
}

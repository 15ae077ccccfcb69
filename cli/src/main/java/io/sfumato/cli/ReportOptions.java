package io.sfumato.cli;

import picocli.CommandLine.Option;

/** How a verb that makes pictures reports. */
final class ReportOptions {
    @Option(names = "--json", description = "Print one JSON object in the end instead of lines.")
    private boolean json;

    /** A run that begins now. */
    PictureRun begin(Console console) {
        return new PictureRun(
                console, json ? PictureRun.ReportForm.JSON : PictureRun.ReportForm.LINES, System.nanoTime());
    }
}

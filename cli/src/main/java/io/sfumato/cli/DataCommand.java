package io.sfumato.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code data}: what builds data sets. */
@Command(
        name = "data",
        synopsisSubcommandLabel = "SET",
        description = "Builds a data set.",
        commandListHeading = "%nSets:%n")
final class DataCommand {
    @Mixin
    private final CommonOptions common = new CommonOptions();
}

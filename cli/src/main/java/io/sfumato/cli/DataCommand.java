package io.sfumato.cli;

import picocli.CommandLine.Command;

/** {@code data}: what builds data sets. */
@Command(
        name = "data",
        mixinStandardHelpOptions = true,
        versionProvider = Installation.class,
        synopsisSubcommandLabel = "SET",
        description = "Builds a data set.",
        commandListHeading = "%nSets (sfumato data SET --help shows more):%n")
final class DataCommand {}

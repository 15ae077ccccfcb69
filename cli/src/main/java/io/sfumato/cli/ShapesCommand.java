package io.sfumato.cli;

import io.sfumato.data.shapes.ShapesFolder;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code data shapes}: a small data set to try things with. */
@Command(
        name = "shapes",
        description = "Draws shapes of several colours and sizes, each with a text file that says what it is.",
        sortOptions = false,
        abbreviateSynopsis = true,
        footer = {
            "",
            "The layout is that of your own pictures: NAME.png and NAME.txt. Example:",
            "  ./sfumato data shapes --size 64 --output data/mine"
        })
final class ShapesCommand implements Callable<Integer> {
    private static final int LEAST = 8;
    private static final int MOST = 1024;

    private final Console console;

    @Option(names = "--size", paramLabel = "PIXELS", description = "Width and height (default: ${DEFAULT-VALUE}).")
    private int size = 64;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FOLDER",
            description = "Where the data set goes (default: data/shapes-SIZE).")
    private @Nullable Path output;

    @Mixin
    private final CommonOptions common = new CommonOptions();

    ShapesCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (size < LEAST || size > MOST) {
            throw new UsageException("--size is " + size + ", expected " + LEAST + " to " + MOST);
        }
        Path folder = output == null ? Path.of("data", "shapes-" + size) : output;
        Console heard = common.heard(console);
        int count = ShapesFolder.write(folder, size);
        heard.out().println(folder + ": " + count + " pictures, each with its caption");
        return 0;
    }
}

package io.sfumato.cli;

import io.sfumato.checkpoint.CheckpointOptions;
import io.sfumato.checkpoint.Conversion;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code convert}: a model folder of any other form of model. */
@Command(
        name = "convert",
        description = "Makes a model folder of a checkpoint; its weights become float16.",
        sortOptions = false,
        abbreviateSynopsis = true,
        footer = {
            "",
            "Example:",
            "  ./sfumato convert --model sd-v1-4.ckpt --config v1-inference.yaml \\",
            "      --tokenizer merges.txt -o models/sd-v1-4"
        })
final class ConvertCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private final ModelOptions model = new ModelOptions();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FOLDER",
            required = true,
            description = "The new model folder.")
    private Path output = Path.of("");

    @Mixin
    private final CommonOptions common = new CommonOptions();

    ConvertCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Conversion.run(model.path(), model.options(CheckpointOptions.Words.READ), output);
        common.heard(console).note("the model folder is " + output);
        return 0;
    }
}

package io.sfumato.cli;

import io.sfumato.checkpoint.FileReport;
import io.sfumato.reference.HeadRule;
import io.sfumato.reference.ReferenceConfig;
import io.sfumato.reference.StateDict;
import io.sfumato.tensor.NativeLibraries;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code inspect}: what a file, a configuration or a recipe is. */
@Command(
        name = "inspect",
        description =
                "Says what a checkpoint or a model's folder holds, or what a configuration or a recipe describes.",
        sortOptions = false,
        abbreviateSynopsis = true,
        footer = {
            "",
            "Examples:",
            "  ./sfumato inspect model.ckpt",
            "  ./sfumato inspect models/emoji-128",
            "  ./sfumato inspect model.ckpt --config config.yaml",
            "  ./sfumato inspect --config v1-inference.yaml --json",
            "  ./sfumato inspect --recipe recipes/paper/table-1/celebahq-ldm-4.yaml"
        })
final class InspectCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(paramLabel = "FILE", arity = "0..1", description = "A checkpoint file, or the folder of a model.")
    private @Nullable Path file;

    @Option(names = "--config", paramLabel = "FILE", description = "A configuration of the reference, in YAML.")
    private @Nullable Path config;

    @Option(names = "--recipe", paramLabel = "FILE", description = "A recipe, in YAML; it is printed for people alone.")
    private @Nullable Path recipe;

    @Option(
            names = "--json",
            description = "Print one JSON object; of a configuration: parameters, and each key of the state dict.")
    private boolean json;

    @Mixin
    private final CommonOptions common = new CommonOptions();

    InspectCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        NativeLibraries.loadEarly(); // while configurations are parsed
        Console heard = common.heard(console);
        if (recipe != null) {
            if (file != null || config != null || json) {
                throw new UsageException(
                        "--recipe takes neither a FILE nor --config nor --json. Leave them out, or leave out --recipe");
            }
            heard.out().println(RecipeLines.of(recipe));
            return 0;
        }
        Optional<ReferenceConfig> read =
                Optional.ofNullable(config).map(path -> ReferenceConfig.read(path, HeadRule.CONFIGURED));
        if (file != null) {
            FileReport report = FileReport.of(file, read);
            heard.out().println(json ? InspectJson.of(report) : InspectLines.of(report));
            return 0;
        }
        StateDict described = read.orElseThrow(() -> new UsageException(
                        "none of FILE, --config and --recipe is given, expected one of them: a checkpoint, a"
                                + " configuration or a recipe"))
                .stateDict();
        heard.out().println(json ? InspectJson.of(described) : InspectLines.of(described.counts()));
        return 0;
    }
}

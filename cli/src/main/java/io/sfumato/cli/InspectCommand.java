package io.sfumato.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sfumato.reference.HeadRule;
import io.sfumato.reference.ParameterCounts;
import io.sfumato.reference.ReferenceConfig;
import io.sfumato.reference.StateDict;
import io.sfumato.tensor.Shape;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code inspect}: what a configuration or a file is. */
@Command(
        name = "inspect",
        description = "Says what a configuration or a file is.",
        sortOptions = false,
        abbreviateSynopsis = true,
        footer = {"", "Example:", "  ./sfumato inspect --config v1-inference.yaml --json"})
final class InspectCommand implements Callable<Integer> {
    private final Console console;

    @Option(names = "--config", paramLabel = "FILE", description = "A configuration of the reference, in YAML.")
    private @Nullable Path config;

    @Option(names = "--json", description = "Print one JSON object: parameters, and each key of the state dict.")
    private boolean json;

    @Mixin
    private final CommonOptions common = new CommonOptions();

    InspectCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (config == null) {
            throw new UsageException("--config is missing, expected a configuration of the reference");
        }
        StateDict found = ReferenceConfig.read(config, HeadRule.CONFIGURED).stateDict();
        console.out().println(json ? object(found.counts(), found.shapes()) : line(found.counts()));
        return 0;
    }

    private static String line(ParameterCounts counts) {
        return String.format(
                Locale.ROOT,
                "parameters: U-Net %.2f M, first stage %.2f M, conditioner %.2f M",
                counts.unet() / 1e6,
                counts.firstStage() / 1e6,
                counts.conditioner() / 1e6);
    }

    private static ObjectNode object(ParameterCounts counts, Map<String, Shape> stateDict) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        object.putObject("parameters")
                .put("unet", counts.unet())
                .put("first_stage", counts.firstStage())
                .put("cond_stage", counts.conditioner());
        ObjectNode keys = object.putObject("state_dict");
        stateDict.forEach((key, shape) -> {
            ArrayNode sizes = keys.putArray(key);
            shape.sizes().forEach(sizes::add);
        });
        return object;
    }
}

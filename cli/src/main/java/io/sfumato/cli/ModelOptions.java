package io.sfumato.cli;

import io.sfumato.checkpoint.CheckpointOptions;
import io.sfumato.checkpoint.Checkpoints;
import io.sfumato.lora.LoraChoice;
import io.sfumato.lora.Loras;
import io.sfumato.model.Arithmetic;
import io.sfumato.model.Model;
import io.sfumato.reference.HeadRule;
import io.sfumato.reference.Weights;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which model. */
final class ModelOptions {
    @Option(
            names = "--model",
            paramLabel = "PATH",
            description = "A model folder, a diffusers folder, or a checkpoint file (default: the embedded model).")
    private @Nullable Path model;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "The reference's YAML of a checkpoint file (default: the one beside it).")
    private @Nullable Path config;

    @Option(
            names = "--tokenizer",
            paramLabel = "PATH",
            description = "Where the words of a checkpoint are (default: beside it).")
    private @Nullable Path tokenizer;

    @Option(
            names = "--weights",
            paramLabel = "NAME",
            description = "auto, ema or raw: auto takes the averaged weights of a checkpoint where it has them.")
    private Weights weights = Weights.AUTO;

    @Option(
            names = "--legacy-heads",
            description = "One head of attention where a configuration gives a width of heads, as cin256, text2img256"
                    + " and layout2img-openimages256 were trained.")
    private boolean legacyHeads;

    @Option(
            names = "--lora",
            paramLabel = "FILE[:SCALE]",
            description = "Adds the updates of a LoRA to the weights, with a scale (default: 1); may be repeated.")
    private List<LoraChoice> loras = new ArrayList<>();

    /** Opens the model. */
    Model open(Arithmetic arithmetic, CheckpointOptions.Words words, Console console) {
        Model opened = Checkpoints.open(path(), options(words), arithmetic);
        if (HeadRule.isTrainedWithOneHead(opened.description().unet())) {
            console.note("note: published models of these sizes were trained with one head of attention, which their"
                    + " configurations do not say; --legacy-heads gives it one");
        }
        return opened;
    }

    /** Where the model is. */
    Path path() {
        return Optional.ofNullable(model).orElseGet(Installation::embeddedModel);
    }

    /** What is said of it beside its place. */
    CheckpointOptions options(CheckpointOptions.Words words) {
        return new CheckpointOptions(
                Optional.ofNullable(config),
                Optional.ofNullable(tokenizer),
                words,
                weights,
                legacyHeads ? HeadRule.ONE_HEAD : HeadRule.CONFIGURED,
                Loras.of(loras));
    }
}

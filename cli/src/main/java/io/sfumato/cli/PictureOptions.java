package io.sfumato.cli;

import io.sfumato.checkpoint.CheckpointOptions;
import io.sfumato.model.Model;
import picocli.CommandLine.Mixin;

/** What verbs that make pictures have in common, whatever they are asked for, and how they begin. */
final class PictureOptions {
    @Mixin
    private final GenerationOptions generation = new GenerationOptions();

    @Mixin
    private final ReportOptions report = new ReportOptions();

    @Mixin
    private final ComputeOptions compute = new ComputeOptions();

    @Mixin
    private final CommonOptions common = new CommonOptions();

    /** A run that begins now, on the threads that are asked for. */
    PictureRun begin(Console console) {
        PictureRun run = report.begin(common.heard(console));
        compute.apply();
        return run;
    }

    /** Opens the model, to make pictures where and as precisely as is asked for. */
    Model open(ModelOptions model, PictureRun run) {
        return model.open(
                generation.precision().on(compute.device(run.console())), CheckpointOptions.Words.READ, run.console());
    }

    GenerationOptions generation() {
        return generation;
    }
}

package io.sfumato.cli;

import io.sfumato.train.TrainingRun;
import io.sfumato.train.loop.Stop;
import io.sfumato.train.loop.TrainObserver;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code train}: learns a model from a recipe. */
@Command(
        name = "train",
        description = "Trains a model.",
        sortOptions = false,
        abbreviateSynopsis = true,
        footer = {
            "",
            "A run saves itself now and then; an interrupted one goes on where it last did. Examples:",
            "  ./sfumato train recipe.yaml --output runs/mine",
            "  ./sfumato train --resume runs/mine"
        })
final class TrainCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(paramLabel = "RECIPE.yaml", arity = "0..1", description = "What to train, on what, for how long.")
    private @Nullable Path recipe;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "RUN",
            description = "Folder of the run (default: runs/NAME of the recipe).")
    private @Nullable Path output;

    @Option(names = "--resume", paramLabel = "RUN", description = "Go on with this run; its own recipe holds.")
    private @Nullable Path resume;

    @Mixin
    private final ComputeOptions compute = new ComputeOptions();

    @Mixin
    private final CommonOptions common = new CommonOptions();

    TrainCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        compute.apply();
        Console heard = common.heard(console);
        TrainingRun run = run();
        try (Progress progress = heard.journal()) {
            run.train(new Telling(heard, progress), new Stop());
        }
        return 0;
    }

    private TrainingRun run() {
        if (resume != null) {
            if (recipe != null || output != null) {
                throw new UsageException("--resume goes on with a run as it began, so it takes neither a recipe nor"
                        + " --output. Leave them out, or leave out --resume");
            }
            return TrainingRun.resume(resume);
        }
        if (recipe == null) {
            throw new UsageException("a recipe is missing: ./sfumato train RECIPE.yaml, or --resume RUN");
        }
        return TrainingRun.open(recipe, output == null ? folderFor(recipe) : output);
    }

    private static Path folderFor(Path recipe) {
        String name = recipe.getFileName().toString();
        return Path.of("runs", name.replaceFirst("\\.ya?ml$", ""));
    }

    /** Tells how the training goes. */
    private record Telling(Console console, Progress progress) implements TrainObserver {
        @Override
        public void stage(String name, long totalSteps, long doneSteps) {
            progress.stage(name, totalSteps, doneSteps);
        }

        @Override
        public void step(long step, double loss, double imagesPerSecond) {
            progress.at(step, String.format(Locale.ROOT, "loss %.4f, %.1f images/s", loss, imagesPerSecond));
        }

        @Override
        public void note(String text) {
            progress.aside(() -> console.note(text));
        }
    }
}

package io.sfumato.cli;

import io.sfumato.tensor.Device;
import io.sfumato.tensor.Ensemble;
import io.sfumato.train.TrainingRun;
import io.sfumato.train.loop.Rehearsal;
import io.sfumato.train.loop.Session;
import io.sfumato.train.loop.Stop;
import io.sfumato.train.loop.StoppedException;
import io.sfumato.train.loop.TrainObserver;
import io.sfumato.train.recipe.RunRecipe;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code train}: learns a model from a recipe. */
@Command(
        name = "train",
        description = "Trains a model, from a recipe or from a training configuration of the reference.",
        sortOptions = false,
        abbreviateSynopsis = true,
        footer = {
            "",
            "A run saves itself now and then, and at Ctrl-C; it goes on where it last did, bit for bit.",
            "Examples:",
            "  ./sfumato train recipe.yaml --dry-run",
            "  ./sfumato train recipe.yaml --output runs/mine",
            "  ./sfumato train --resume runs/mine",
            "  ./sfumato train configs/latent-diffusion/celebahq-ldm-vq-4.yaml --output runs/faces",
            "  ./sfumato train --resume runs/mine --processes 2"
        })
final class TrainCommand implements Callable<Integer> {
    /** What shells say of a program that SIGINT has ended. */
    private static final int INTERRUPTED = 130;

    private static final String THRIFT =
            "Accumulation or activations: recomputed in the recipe need less; in a new run, so does a smaller batch";

    private final Console console;

    @Parameters(paramLabel = "RECIPE.yaml", arity = "0..1", description = "What to train, on what, for how long.")
    private @Nullable Path recipe;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "RUN",
            description = "Folder of the run (default: runs/RECIPE, the file's name without .yaml).")
    private @Nullable Path output;

    @Option(names = "--resume", paramLabel = "RUN", description = "Go on with this run; its own recipe holds.")
    private @Nullable Path resume;

    @Option(
            names = "--dry-run",
            description = "Try each stage for a few steps; say what the whole would take in memory and time.")
    private boolean dryRun;

    @Mixin
    private final ReferenceOptions reference = new ReferenceOptions();

    @Mixin
    private final ProcessOptions processes = new ProcessOptions();

    @Mixin
    private final ComputeOptions compute = new ComputeOptions();

    @Mixin
    private final CommonOptions common = new CommonOptions();

    TrainCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Console heard = common.heard(console);
        if (processes.areToBeStarted()) {
            if (dryRun) {
                throw new UsageException("--dry-run tries a recipe in one process. Leave out --processes");
            }
            processes.refuseUntranslatedTasks();
            compute.checkShares(processes.count());
            run(heard.hushed()); // what cannot be trained is said once
            return processes.start(console);
        }
        compute.apply();
        try {
            return dryRun ? rehearse(heard) : train(heard);
        } catch (RuntimeException | OutOfMemoryError e) {
            return told(e);
        }
    }

    private int told(Throwable problem) {
        return Failure.of(problem, THRIFT).tell(console, common.detail());
    }

    private int train(Console heard) {
        TrainingRun run = run(heard);
        Stop stop = new Stop();
        Device device = processes
                .membership()
                .map(membership -> compute.device(membership, heard))
                .orElseGet(() -> compute.device(heard));
        Ensemble ensemble = processes.join(device); // whoever waits for others still ends at once
        try (Interruption interruption = new Interruption(stop::request);
                ensemble) {
            return train(run, new Place(ensemble, device), stop, heard);
        }
    }

    /** With whom a run is trained, and where. */
    private record Place(Ensemble ensemble, Device device) {}

    /** The last word is said before the interruption closes: the JVM may end with that. */
    private int train(TrainingRun run, Place place, Stop stop, Console heard) {
        Ensemble ensemble = place.ensemble();
        try (Progress progress = ensemble.leads() ? heard.journal() : Progress.SILENT) {
            run.train(new Session(ensemble, place.device(), new Telling(heard, progress), stop));
            return 0;
        } catch (StoppedException e) {
            if (ensemble.leads()) {
                console.err()
                        .println("sfumato: " + e.getMessage() + "; it goes on with ./sfumato train --resume "
                                + run.folder());
            }
            return INTERRUPTED;
        } catch (RuntimeException | OutOfMemoryError e) {
            return told(e);
        }
    }

    private int rehearse(Console heard) {
        if (recipe == null) {
            throw new UsageException("--dry-run tries a recipe: ./sfumato train RECIPE.yaml --dry-run");
        }
        RunRecipe tried = reference.recipe(recipe, heard);
        console.out().println(RecipeLines.of(tried, recipe));
        try (Progress progress = heard.bar()) {
            List<Rehearsal.Tried> stages =
                    TrainingRun.rehearse(tried, compute.device(heard), new Telling(heard, progress));
            progress.aside(() -> RehearsalLines.of(stages).forEach(console.out()::println));
        }
        return 0;
    }

    private TrainingRun run(Console heard) {
        if (resume != null) {
            if (recipe != null || output != null || reference.areGiven()) {
                throw new UsageException("--resume goes on with a run as it began, so it takes neither a recipe nor"
                        + " --output nor options of a configuration. Leave them out, or leave out --resume");
            }
            return TrainingRun.resume(resume);
        }
        if (recipe == null) {
            throw new UsageException("a recipe is missing: ./sfumato train RECIPE.yaml, or --resume RUN");
        }
        return TrainingRun.open(reference.recipe(recipe, heard), output == null ? folderFor(recipe) : output);
    }

    private static Path folderFor(Path recipe) {
        String name = recipe.getFileName().toString();
        return Path.of("runs", name.replaceFirst("\\.ya?ml$", ""));
    }

    /** Tells how the training goes. */
    private static final class Telling implements TrainObserver {
        private final Console console;
        private final Progress progress;
        private Optional<Encoding> encoding = Optional.empty();

        /** What was there, and when that was. */
        private record Encoding(long done, long nanos) {
            double perSecond(long now) {
                return (now - done) / ((System.nanoTime() - nanos) / 1e9);
            }
        }

        Telling(Console console, Progress progress) {
            this.console = console;
            this.progress = progress;
        }

        @Override
        public void encoded(long pictures, long done) {
            if (encoding.isEmpty()) {
                encoding = Optional.of(new Encoding(done, System.nanoTime()));
                progress.stage("latents", pictures, done);
                return;
            }
            double rate = encoding.get().perSecond(done);
            progress.at(done, String.format(Locale.ROOT, "%.1f images/s", rate));
        }

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

package io.sfumato.train;

import io.sfumato.data.Parts;
import io.sfumato.tensor.Device;
import io.sfumato.tensor.FileTrouble;
import io.sfumato.tensor.PeerLostException;
import io.sfumato.tensor.Placement;
import io.sfumato.tensor.Region;
import io.sfumato.tensor.Rng;
import io.sfumato.train.loop.Division;
import io.sfumato.train.loop.FolderTree;
import io.sfumato.train.loop.Rehearsal;
import io.sfumato.train.loop.RunContext;
import io.sfumato.train.loop.RunFolder;
import io.sfumato.train.loop.Session;
import io.sfumato.train.loop.TrainObserver;
import io.sfumato.train.loop.Training;
import io.sfumato.train.recipe.RecipeException;
import io.sfumato.train.recipe.RunRecipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A recipe carried out in a run folder, in stages, each of which goes on from its last checkpoint. */
public final class TrainingRun {
    private final RunRecipe recipe;
    private final Course course;
    private final RunFolder folder;
    private final Command command;

    /** What was asked for. */
    private enum Command {
        /** A recipe carried out: where that failed before anything was made, it is as if it had not been tried. */
        BEGIN,
        /** A run continued as it began, with all that it began with. */
        RESUME
    }

    private TrainingRun(RunRecipe recipe, RunFolder folder, Command command) {
        this.recipe = recipe;
        this.command = command;
        this.course = Course.of(recipe, folder); // refused before anything is made
        this.folder = folder;
    }

    /** Begins a recipe in {@code output}, or goes on with it there. */
    public static TrainingRun open(Path file, Path output) {
        return open(RunRecipe.read(file).resolved(file), output);
    }

    /** Begins a recipe that says everything itself, or by paths from anywhere. */
    public static TrainingRun open(RunRecipe recipe, Path output) {
        TrainingRun run = new TrainingRun(recipe, new RunFolder(output), Command.BEGIN);
        RunRecord.check(run.folder, recipe);
        return run;
    }

    /** Goes on with the run in a folder. */
    public static TrainingRun resume(Path run) {
        RunFolder folder = new RunFolder(run);
        if (!Files.isRegularFile(folder.recipe())) {
            throw new RecipeException(run + " is not a run folder: it has no recipe.yaml. Expected the --output of an"
                    + " earlier training");
        }
        return new TrainingRun(RunRecipe.read(folder.recipe()), folder, Command.RESUME);
    }

    /** Where it keeps what it makes. */
    public Path folder() {
        return folder.root();
    }

    /**
     * Trains what is left to train, and writes what comes of it. Asked to stop, it ends early and in order, with a {@link
     * io.sfumato.train.loop.StoppedException}.
     */
    public void train(Session session) {
        recipe.schedules().forEach(schedule -> Division.of(schedule, session.ensemble())); // refused before it begins
        try (RunLock lock = RunLock.of(folder, session.ensemble());
                Region region = Region.open();
                Rng seed = Rng.seeded(recipe.seed())) {
            new SharedFolder(folder).check(session);
            session.once(() -> begin(session));
            Placement compute = RunRecipe.read(folder.recipe()).precision().on(session.device());
            session.once(
                    () -> RunRecord.note(folder, compute, session.ensemble().size()));
            if (session.ensemble().leads()) {
                tellOfData(session.observer());
            }
            RunContext context = new RunContext(folder, compute, seed, new Training(), session);
            checkOrigins(context);
            carryOut(context, RunData.Keeping.LATENTS);
            session.observer().note(course.result(folder));
        } catch (PeerLostException e) {
            throw new RecipeException(e.getMessage() + "; " + folder.standing(), e);
        }
    }

    private void begin(Session session) {
        if (command == Command.BEGIN) {
            RunRecord.forgetFailure(folder, recipe);
        }
        RunRecord.begin(folder, recipe, session);
    }

    /** Tries each stage of such a recipe for a few steps. Nothing is kept. */
    public static List<Rehearsal.Tried> rehearse(RunRecipe recipe, Device device, TrainObserver observer) {
        try {
            Path scratch = Files.createTempDirectory("sfumato");
            try {
                return new TrainingRun(recipe, new RunFolder(scratch), Command.BEGIN)
                        .rehearse(Session.alone(device, observer));
            } finally {
                FolderTree.delete(scratch);
            }
        } catch (IOException e) {
            throw new RecipeException("the folder for temporary files cannot be used: " + FileTrouble.of(e), e);
        }
    }

    private List<Rehearsal.Tried> rehearse(Session session) {
        Rehearsal rehearsal = new Rehearsal();
        try (Region region = Region.open();
                Rng seed = Rng.seeded(recipe.seed())) {
            tellOfData(session.observer());
            Device device = session.device();
            Placement compute =
                    PrecisionTrial.settled(recipe.precision(), device).on(device);
            carryOut(new RunContext(folder, compute, seed, rehearsal, session), RunData.Keeping.NOTHING);
        }
        return rehearsal.stages();
    }

    /** A folder that is read in another way than was meant is seen at once, not in the pictures of a model. */
    private void tellOfData(TrainObserver observer) {
        observer.note(course.data().parts().inWords());
    }

    private void checkOrigins(RunContext run) {
        Parts pictures = course.data().parts();
        Origin.trainedOn(pictures.train()).check(run);
        pictures.heldOut().map(Origin::heldOut).ifPresent(origin -> origin.check(run));
    }

    private void carryOut(RunContext run, RunData.Keeping keeping) {
        Skipped skipped = new Skipped(
                run.observer(), folder.skipped(), course.data().parts().count());
        course.carryOut(run, new RunData(course.data(), recipe.seed(), keeping, skipped));
    }
}

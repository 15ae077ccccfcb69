package io.sfumato.train;

import io.sfumato.firststage.Autoencoder;
import io.sfumato.model.FirstStageFile;
import io.sfumato.model.Tokenizers;
import io.sfumato.nn.Init;
import io.sfumato.tensor.FileTrouble;
import io.sfumato.tensor.Region;
import io.sfumato.tensor.Rng;
import io.sfumato.train.loop.FolderTree;
import io.sfumato.train.loop.Rehearsal;
import io.sfumato.train.loop.RunContext;
import io.sfumato.train.loop.RunFolder;
import io.sfumato.train.loop.Session;
import io.sfumato.train.loop.TrainObserver;
import io.sfumato.train.loop.Training;
import io.sfumato.train.recipe.ConditionerRecipe;
import io.sfumato.train.recipe.FirstStageRecipe;
import io.sfumato.train.recipe.Recipe;
import io.sfumato.train.recipe.RecipeException;
import io.sfumato.train.recipe.TrainingData;
import io.sfumato.train.reconstruction.FirstStageTraining;
import io.sfumato.train.samples.SampleSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A recipe carried out in a run folder: the first stage, then on its latents the diffusion model where there is one, and at last
 * the model folder. Each stage goes on from its last checkpoint.
 */
public final class TrainingRun {
    private final Recipe recipe;
    private final TrainingData data;
    private final RunFolder folder;

    private TrainingRun(Recipe recipe, RunFolder folder) {
        this.recipe = recipe;
        this.data = TrainingData.open(recipe); // refused before anything is made
        this.folder = folder;
    }

    /** Begins a recipe in {@code output}, or goes on with it there. */
    public static TrainingRun open(Path file, Path output) {
        return open(Recipe.read(file).resolved(file), output);
    }

    /** Begins a recipe that says everything itself, or by paths from anywhere. */
    public static TrainingRun open(Recipe recipe, Path output) {
        TrainingRun run = new TrainingRun(recipe, new RunFolder(output));
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
        return new TrainingRun(Recipe.read(folder.recipe()), folder);
    }

    /** Where it keeps what it makes. */
    public Path folder() {
        return folder.root();
    }

    /**
     * Trains what is left to train, and writes the model folder. Asked to stop, it ends early and in order, with a {@link
     * io.sfumato.train.loop.StoppedException}.
     */
    public void train(Session session) {
        session.once(() -> {
            RunRecord.begin(folder, recipe);
            RunRecord.note(folder, recipe.precision());
        });
        try (Region region = Region.open();
                Rng seed = Rng.seeded(recipe.seed())) {
            carryOut(new RunContext(folder, seed, new Training(), session), RunData.Keeping.LATENTS);
        }
    }

    /** Tries each stage of such a recipe for a few steps. Nothing is kept. */
    public static List<Rehearsal.Tried> rehearse(Recipe recipe, TrainObserver observer) {
        try {
            Path scratch = Files.createTempDirectory("sfumato");
            try {
                return new TrainingRun(recipe, new RunFolder(scratch)).rehearse(observer);
            } finally {
                FolderTree.delete(scratch);
            }
        } catch (IOException e) {
            throw new RecipeException("the folder for temporary files cannot be used: " + FileTrouble.of(e), e);
        }
    }

    private List<Rehearsal.Tried> rehearse(TrainObserver observer) {
        Rehearsal rehearsal = new Rehearsal();
        try (Region region = Region.open();
                Rng seed = Rng.seeded(recipe.seed())) {
            carryOut(new RunContext(folder, seed, rehearsal, Session.alone(observer)), RunData.Keeping.NOTHING);
        }
        return rehearsal.stages();
    }

    private void carryOut(RunContext run, RunData.Keeping keeping) {
        RunData seen = new RunData(data, recipe.seed(), keeping, new Skipped(run.observer()));
        try (Autoencoder firstStage = firstStage(run, seen)) {
            if (recipe.diffusion().isPresent()) {
                diffusion(run, seen, firstStage);
            }
        }
    }

    private Autoencoder firstStage(RunContext run, RunData seen) {
        if (recipe.firstStage() instanceof FirstStageRecipe.Kept given) {
            return pretrained(Path.of(given.model()));
        }
        FirstStageRecipe.Learned learned = (FirstStageRecipe.Learned) recipe.firstStage();
        try (SampleSource train = seen.shuffled(0);
                OptionalSource heldOut = new OptionalSource(seen.heldOut())) {
            return new FirstStageTraining(
                            learned,
                            recipe.firstStageSpec(folder.recipe()),
                            recipe.precision().dtype(),
                            run)
                    .learn(new FirstStageTraining.Lessons(train, heldOut.source()));
        }
    }

    private Autoencoder pretrained(Path model) {
        Autoencoder firstStage = recipe.firstStageSpec(folder.recipe()).build(Init.blank());
        try {
            FirstStageFile.fill(firstStage, model);
            return firstStage;
        } catch (RuntimeException e) {
            firstStage.close();
            throw e;
        }
    }

    private void diffusion(RunContext run, RunData seen, Autoencoder firstStage) {
        ConditionerRecipe conditioner = recipe.diffusion().orElseThrow().conditioner();
        try (Tokenizers tokenizers = new Vocabulary(run, data.parts()).tokenizers(conditioner)) {
            new LatentTraining(recipe, run, seen, firstStage).train(tokenizers);
        }
    }
}

package io.sfumato.train;

import io.sfumato.firststage.Autoencoder;
import io.sfumato.model.FirstStageFile;
import io.sfumato.model.Tokenizers;
import io.sfumato.nn.Init;
import io.sfumato.train.denoising.Starts;
import io.sfumato.train.loop.RunContext;
import io.sfumato.train.loop.RunFolder;
import io.sfumato.train.loop.Stage;
import io.sfumato.train.recipe.ConditionerRecipe;
import io.sfumato.train.recipe.DiffusionRecipe;
import io.sfumato.train.recipe.FirstStageRecipe;
import io.sfumato.train.recipe.Recipe;
import io.sfumato.train.recipe.TrainingData;
import io.sfumato.train.reconstruction.FirstStageTraining;
import io.sfumato.train.samples.SampleSource;
import java.nio.file.Path;
import java.util.Optional;

/** The first stage, then on its latents the diffusion model where there is one, and at last the model folder. */
record NewModel(Recipe recipe, RunFolder folder, TrainingData data) implements Course {

    @Override
    public void carryOut(RunContext run, RunData seen) {
        try (Autoencoder firstStage = firstStage(run, seen)) {
            if (recipe.diffusion().isPresent()) {
                diffusion(run, seen, firstStage);
            }
        }
    }

    @Override
    public String result(RunFolder run) {
        return recipe.diffusion().isPresent()
                ? "the model is " + run.model()
                : "the first stage is " + run.firstStage();
    }

    private Autoencoder firstStage(RunContext run, RunData seen) {
        if (recipe.firstStage() instanceof FirstStageRecipe.Kept given) {
            return pretrained(given.model(), run);
        }
        FirstStageRecipe.Learned learned = (FirstStageRecipe.Learned) recipe.firstStage();
        if (!new Stage(FirstStageTraining.STAGE, learned.schedule(), run).hasBegun()) {
            learned.start().ifPresent(start -> pretrained(start, run).close()); // refused before anything is learned
        }
        try (SampleSource train = seen.shuffled(0);
                OptionalSource heldOut = new OptionalSource(seen.heldOut())) {
            return new FirstStageTraining(learned, recipe.firstStageSpec(folder.recipe()), run.compute(), run)
                    .learn(new FirstStageTraining.Lessons(train, heldOut.source()));
        }
    }

    private Autoencoder pretrained(String model, RunContext run) {
        Autoencoder firstStage = recipe.firstStageSpec(folder.recipe()).build(Init.blank(run.device()));
        try {
            FirstStageFile.fill(firstStage, Path.of(model));
            Origin.taken(model, firstStage).check(run);
            return firstStage;
        } catch (RuntimeException e) {
            firstStage.close();
            throw e;
        }
    }

    private void diffusion(RunContext run, RunData seen, Autoencoder firstStage) {
        DiffusionRecipe diffusion = recipe.diffusion().orElseThrow();
        ConditionerRecipe conditioner = diffusion.conditioner();
        start(diffusion).ifPresent(origin -> origin.check(run));
        try (Tokenizers tokenizers = new Vocabulary(run, seen).tokenizers(conditioner)) {
            if (!(conditioner.inside() instanceof ConditionerRecipe.OwnWords)) { // those are in the run folder
                Origin.splitting(tokenizers).ifPresent(origin -> origin.check(run));
            }
            new LatentTraining(recipe, run, seen, firstStage).train(tokenizers);
        }
    }

    /** What somebody else has learned of it: what of that stays as it is, checkpoints do not have. */
    private static Optional<Origin> start(DiffusionRecipe diffusion) {
        return diffusion.start() instanceof DiffusionRecipe.FineTuned tuned
                ? Optional.of(Origin.startingFrom(tuned))
                : Starts.clip(diffusion).map(clip -> Origin.reading(clip.text()));
    }
}

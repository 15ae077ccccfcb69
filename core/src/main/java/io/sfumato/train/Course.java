package io.sfumato.train;

import io.sfumato.model.ModelDescription;
import io.sfumato.train.denoising.Starts;
import io.sfumato.train.loop.RunContext;
import io.sfumato.train.loop.RunFolder;
import io.sfumato.train.recipe.DiffusionRecipe;
import io.sfumato.train.recipe.Recipe;
import io.sfumato.train.recipe.RunRecipe;
import io.sfumato.train.recipe.TrainingData;
import io.sfumato.train.recipe.TuningFit;
import io.sfumato.train.recipe.TuningRecipe;
import java.util.Optional;

/** What a recipe comes to: its data, found and checked, and its stages. */
sealed interface Course permits NewModel, TunedModel {

    TrainingData data();

    /** Carries out its stages, from the first picture to what a user is given. */
    void carryOut(RunContext run, RunData seen);

    /** Where what has come of it is, for people. */
    String result(RunFolder run);

    /** Throws in one line, before anything is made, where a recipe cannot be carried out. */
    static Course of(RunRecipe recipe, RunFolder folder) {
        if (recipe instanceof TuningRecipe tuning) {
            ModelDescription model = tuning.model().description();
            TuningFit.check(tuning, model);
            return new TunedModel(
                    tuning,
                    model,
                    TrainingData.open(tuning.data(), Optional.of(model.conditioner()), tuning.conditionDropout()));
        }
        Recipe learned = (Recipe) recipe;
        learned.diffusion().ifPresent(Course::checkFiles);
        return new NewModel(learned, folder, TrainingData.open(learned));
    }

    /** What is read when the first stage has learned is there, and is what it should be. */
    private static void checkFiles(DiffusionRecipe diffusion) {
        Starts.check(diffusion);
        Vocabulary.check(diffusion.conditioner());
    }
}

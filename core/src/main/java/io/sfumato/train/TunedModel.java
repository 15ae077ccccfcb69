package io.sfumato.train;

import io.sfumato.firststage.FirstStage;
import io.sfumato.model.Model;
import io.sfumato.model.ModelDescription;
import io.sfumato.train.denoising.Tuning;
import io.sfumato.train.loop.RunContext;
import io.sfumato.train.loop.RunFolder;
import io.sfumato.train.recipe.TrainingData;
import io.sfumato.train.recipe.TuningRecipe;
import io.sfumato.train.samples.Cues;
import io.sfumato.train.samples.LatentSource;

/** A model that is there goes on learning, as a whole or beside its weights. */
record TunedModel(TuningRecipe recipe, ModelDescription description, TrainingData data) implements Course {

    @Override
    public void carryOut(RunContext run, RunData seen) {
        try (Model model = recipe.model().open(Tuning.arithmetic(recipe.learns(), run.compute()));
                Tuning tuning = Tuning.of(recipe, model, data, run)) {
            Origin.tuned(recipe.model(), model).check(run);
            tune(run, seen, new Opened(model, tuning));
        }
    }

    @Override
    public String result(RunFolder run) {
        return recipe.learns() instanceof TuningRecipe.Full
                ? "the model is " + run.model()
                : "the updates are in " + run.lora() + ", for --lora";
    }

    private record Opened(Model model, Tuning tuning) {}

    private void tune(RunContext run, RunData seen, Opened opened) {
        Model model = opened.model();
        Cues cues = Conditioners.cues(description.conditioner(), recipe.conditionDropout());
        FirstStage firstStage = model.firstStage();
        RunLatents.Encoding encoding = new RunLatents.Encoding(model.parts().firstStage(), run.compute());
        try (RunLatents latents = RunLatents.open(run, seen, encoding, cues);
                OptionalSource heldOut = new OptionalSource(seen.heldOut())) {
            LatentSource train = latents.scaled(description.scaling());
            LatentSource examined = heldOut.encoded(firstStage, cues, train);
            opened.tuning().train(new Tuning.Material(train, examined));
        }
    }
}

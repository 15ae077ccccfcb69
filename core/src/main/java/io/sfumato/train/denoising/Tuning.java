package io.sfumato.train.denoising;

import io.sfumato.model.Arithmetic;
import io.sfumato.model.ClassList;
import io.sfumato.model.Model;
import io.sfumato.model.ModelDescription;
import io.sfumato.tensor.DType;
import io.sfumato.tensor.Placement;
import io.sfumato.tensor.Tensor;
import io.sfumato.train.loop.RunContext;
import io.sfumato.train.loop.Stage;
import io.sfumato.train.recipe.TrainingData;
import io.sfumato.train.recipe.TuningRecipe;
import io.sfumato.train.samples.LatentSource;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A diffusion model that was learned before goes on learning. */
public final class Tuning implements AutoCloseable {
    /** The name of the stage. */
    public static final String STAGE = "tuning";

    private final TuningRecipe recipe;
    private final Model model;
    private final TrainingData data;
    private final RunContext run;
    private final ModelDescription asked;
    private final ReadCaptions read;
    private final Tuned tuned;

    private Tuning(TuningRecipe recipe, Model model, TrainingData data, RunContext run) {
        this.recipe = recipe;
        this.model = model;
        this.data = data;
        this.run = run;
        this.asked = asked();
        this.read = new ReadCaptions(data.parts().train());
        this.tuned = tuned();
    }

    /** What a model that is to be tuned has to calculate with: weights that learn are float32, others as they are computed with. */
    public static Arithmetic arithmetic(TuningRecipe.Learns learns, Placement compute) {
        return learns instanceof TuningRecipe.Full ? new Arithmetic(DType.FLOAT32, compute) : Arithmetic.of(compute);
    }

    /**
     * Prepares a model to learn.
     *
     * @param model with the {@link #arithmetic} that the recipe needs; the caller closes it, after this
     * @param data that it learns from
     */
    public static Tuning of(TuningRecipe recipe, Model model, TrainingData data, RunContext run) {
        return new Tuning(recipe, model, data, run);
    }

    private Tuned tuned() {
        if (recipe.learns() instanceof TuningRecipe.Full full) {
            Path folder = run.folder().model();
            return TunedWeights.of(full, new TunedWeights.Becoming(model, become(), folder), read);
        }
        return TunedLora.of((TuningRecipe.Lora) recipe.learns(), recipe, model, read, run);
    }

    private ModelDescription become() {
        return asked.with("tuned_from", model.name() + " (SHA-256 begins with " + model.hash() + ")")
                .with("tuning_seed", Long.toString(recipe.seed()));
    }

    /** The model under its new name, asked for pictures of the size that it learns from. */
    private ModelDescription asked() {
        ModelDescription before = model.description();
        int side = recipe.data().framing().size();
        Optional<ModelDescription.Absence> absence =
                recipe.conditionDropout() > 0 ? Optional.of(ModelDescription.Absence.LEARNED) : before.absence();
        return before.tuned(recipe.name(), model.defaults().ofSide(side), classes(before), absence);
    }

    /** Those of the data, where it hears them and they have names. */
    private List<String> classes(ModelDescription before) {
        boolean isOfClasses = ClassList.heardBy(before.conditioner()).isPresent();
        return isOfClasses && !data.classes().isEmpty() ? data.classes() : before.classes();
    }

    /**
     * What it learns from.
     *
     * @param heldOut latents in the order of the data, to be examined on
     */
    public record Material(LatentSource train, LatentSource heldOut) {}

    /** Trains what is left to train, and writes what comes of it. */
    public void train(Material material) {
        HeldOutLatents heldOut = HeldOutLatents.of(
                material.heldOut(),
                data.parts().heldOut(),
                model.parts().conditioning().conditioner(),
                run);
        Preview preview = Preview.of(asked, recipe.previewPrompts(), heldOut, run);
        tellSizes();
        DenoisingLearner learner = new DenoisingLearner(
                STAGE, recipe.denoising(), asked.preconditioning(), tuned.student(recipe.dropout()), model.compute());
        new Stage(STAGE, recipe.schedule(), run)
                .train(new DenoisingObjective(
                        learner, material.train(), heldOut, new DenoisingObjective.Looks(tuned, preview)));
    }

    private void tellSizes() {
        long learn = tuned.student(0).weights().values().stream()
                .mapToLong(Tensor::elements)
                .sum();
        long all = model.parts().parameters().values().stream()
                .mapToLong(Tensor::elements)
                .sum();
        run.observer()
                .note(String.format(
                        Locale.ROOT,
                        "%.2f M parameters learn; %s has %.1f M",
                        learn / 1e6,
                        recipe.model().path(),
                        all / 1e6));
    }

    @Override
    public void close() {
        tuned.close();
        read.close();
    }
}

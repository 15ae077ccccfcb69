package io.sfumato.train.denoising;

import io.sfumato.condition.text.TextConditioner;
import io.sfumato.condition.text.TextEncoder;
import io.sfumato.data.Parts;
import io.sfumato.firststage.Autoencoder;
import io.sfumato.model.ModelDescription;
import io.sfumato.model.ModelParts;
import io.sfumato.model.Tokenizers;
import io.sfumato.nn.Init;
import io.sfumato.tensor.Placement;
import io.sfumato.tensor.Region;
import io.sfumato.tensor.Rng;
import io.sfumato.tensor.Tensor;
import io.sfumato.train.loop.RunContext;
import io.sfumato.train.loop.Stage;
import io.sfumato.train.recipe.ConditionerRecipe;
import io.sfumato.train.recipe.DiffusionRecipe;
import io.sfumato.train.samples.LatentSource;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** A diffusion model, and the text encoder's sketch before it where there is one, learned as the recipe says. */
public final class DiffusionTraining {
    /** The name of the stage. */
    public static final String STAGE = "diffusion";

    private final DiffusionRecipe recipe;
    private final ModelDescription description;
    private final RunContext run;
    private final Placement compute;

    /** @param description of the model as it will be */
    public DiffusionTraining(DiffusionRecipe recipe, ModelDescription description, RunContext run, Placement compute) {
        this.recipe = recipe;
        this.description = description;
        this.run = run;
        this.compute = compute;
    }

    /**
     * What it learns from.
     *
     * @param heldOut latents in the order of the data set, to be examined on
     * @param parts the pictures that these are of
     * @param firstStage between pictures and latents; the caller closes it
     */
    public record Material(
            LatentSource train, LatentSource heldOut, Parts parts, Autoencoder firstStage, Tokenizers tokenizers) {}

    /** Trains what is left to train, and writes the model folder. */
    public void train(Material material) {
        try (Region region = Region.open();
                Rng init = run.seed().fork("diffusion weights");
                ReadCaptions read = new ReadCaptions(material.parts().train())) {
            material.firstStage().freeze();
            ModelParts.Words words = new ModelParts.Words(material.tokenizers(), compute);
            ModelParts drawn =
                    ModelParts.around(material.firstStage(), description, Init.drawn(init, run.device()), words);
            ModelParts trained = isConditionerFrozen() ? read.of(drawn) : drawn;
            try (Pair pair = Pair.of(description, trained, words, averaged())) {
                Starts.fill(recipe, description, trained, material.tokenizers());
                HeldOutLatents heldOut = HeldOutLatents.of(
                        material.heldOut(),
                        material.parts().heldOut(),
                        trained.conditioning().conditioner(),
                        run);
                train(pair, material, heldOut);
            }
        }
    }

    private void train(Pair pair, Material material, HeldOutLatents heldOut) {
        ModelParts trained = pair.trained();
        Optional<ConditionerRecipe.Sketch> ahead =
                recipe.start() instanceof DiffusionRecipe.Drawn ? sketch() : Optional.empty(); // others have learned it
        ahead.ifPresent(sketch -> {
            SketchObjective.Lessons lessons = new SketchObjective.Lessons(material.train(), heldOut);
            try (TextEncoder encoder = learned(sketch, pair, lessons)) {
                trained.conditioning().network().copyFrom(encoder);
            }
        });
        pair.begin();
        if (isConditionerFrozen()) {
            trained.conditioning().network().freeze();
        }
        tellSizes(trained);
        Preview preview = Preview.of(description, recipe.previewPrompts(), heldOut, run);
        try (LogVariances logVariances = new LogVariances(
                recipe.logVariance(), description.preconditioning().table().timesteps(), run.device())) {
            DenoisingObjective objective = new DenoisingObjective(
                    learner(pair, logVariances),
                    material.train(),
                    heldOut,
                    new DenoisingObjective.Looks(
                            new NewWeights(pair, run.folder().model()), preview));
            new Stage(STAGE, recipe.schedule(), run).train(objective);
        }
    }

    private void tellSizes(ModelParts parts) {
        run.observer()
                .note(String.format(
                        Locale.ROOT,
                        "parameters: U-Net %.1f M, conditioner %.1f M, first stage %.1f M",
                        parts.unet().parameterCount() / 1e6,
                        parts.conditioning().network().parameterCount() / 1e6,
                        parts.firstStage().parameterCount() / 1e6));
    }

    private DenoisingLearner learner(Pair pair, LogVariances logVariances) {
        Map<String, Tensor> weights = learning(pair.trained());
        weights.putAll(logVariances.parameters());
        Student student = new Student(
                pair.trained(),
                weights,
                averages(pair.averaged()),
                logVariances.uncertainty(),
                recipe.dropout(),
                sketch().map(sketch -> OptionalDouble.of(sketch.weight())).orElseGet(OptionalDouble::empty));
        return new DenoisingLearner(STAGE, recipe.denoising(), description.preconditioning(), student, compute);
    }

    /** The U-Net, and the conditioner where it learns. */
    private Map<String, Tensor> learning(ModelParts parts) {
        Map<String, Tensor> parameters = new LinkedHashMap<>(parts.parameters());
        boolean alone = isConditionerFrozen();
        parameters
                .keySet()
                .removeIf(name -> alone ? !name.startsWith(ModelParts.UNET) : name.startsWith(ModelParts.FIRST_STAGE));
        return parameters;
    }

    /** What follows it. */
    private Map<String, Tensor> averages(ModelParts parts) {
        Map<String, Tensor> averages = learning(parts);
        if (averaged() == DiffusionRecipe.Averaged.UNET) {
            averages.keySet().removeIf(name -> !name.startsWith(ModelParts.UNET));
        }
        return averages;
    }

    private boolean isConditionerFrozen() {
        return recipe.conditionerLearning() == DiffusionRecipe.Learning.FROZEN;
    }

    /** What does not learn is its own average, and is there once. */
    private DiffusionRecipe.Averaged averaged() {
        return isConditionerFrozen() ? DiffusionRecipe.Averaged.UNET : recipe.averaged();
    }

    private Optional<ConditionerRecipe.Sketch> sketch() {
        return recipe.conditioner() instanceof ConditionerRecipe.OwnWords words ? words.sketch() : Optional.empty();
    }

    private TextEncoder learned(ConditionerRecipe.Sketch sketch, Pair pair, SketchObjective.Lessons lessons) {
        TextEncoder of = (TextEncoder) pair.trained().conditioning().network();
        SketchObjective.Preview preview = new SketchObjective.Preview(
                pair.trained().firstStage().firstStage(description.scaling(), compute), recipe.previewPrompts());
        return new Stage(SketchObjective.STAGE, sketch.schedule(), run)
                .learn(
                        init -> new TextEncoder(of.spec(), init),
                        twins -> new SketchObjective(
                                twins,
                                lessons,
                                encoder ->
                                        new TextConditioner(pair.tokenizers().wordPieces(), encoder, compute.dtype()),
                                preview));
    }
}

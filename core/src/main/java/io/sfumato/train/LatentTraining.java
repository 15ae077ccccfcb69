package io.sfumato.train;

import io.sfumato.firststage.Autoencoder;
import io.sfumato.firststage.FirstStage;
import io.sfumato.firststage.LatentScaling;
import io.sfumato.model.ClassList;
import io.sfumato.model.ConditionerSpec;
import io.sfumato.model.ModelDescription;
import io.sfumato.model.Tokenizers;
import io.sfumato.tensor.Placement;
import io.sfumato.train.denoising.DiffusionTraining;
import io.sfumato.train.loop.RunContext;
import io.sfumato.train.loop.Slice;
import io.sfumato.train.recipe.DiffusionRecipe;
import io.sfumato.train.recipe.FirstStageRecipe;
import io.sfumato.train.recipe.Recipe;
import io.sfumato.train.samples.Cues;
import io.sfumato.train.samples.LatentSource;
import io.sfumato.train.samples.Scalings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The diffusion model of a run. */
final class LatentTraining {
    private final Recipe recipe;
    private final DiffusionRecipe diffusion;
    private final RunContext run;
    private final RunData data;
    private final Autoencoder firstStage;
    private final Placement compute;

    LatentTraining(Recipe recipe, RunContext run, RunData data, Autoencoder firstStage) {
        this.recipe = recipe;
        this.diffusion = recipe.diffusion().orElseThrow();
        this.run = run;
        this.data = data;
        this.firstStage = firstStage;
        this.compute = run.compute();
    }

    /** Trains what is left to train. */
    void train(Tokenizers tokenizers) {
        ConditionerSpec conditioner = Conditioners.of(diffusion.conditioner(), tokenizers);
        Cues cues = Conditioners.cues(conditioner, diffusion.conditionDropout());
        try (RunLatents latents = RunLatents.open(run, data, new RunLatents.Encoding(firstStage, compute), cues)) {
            LatentScaling scaling = scaling(latents);
            train(new Chosen(tokenizers, conditioner, cues, scaling), latents.scaled(scaling));
        }
    }

    private FirstStage firstStage(LatentScaling scaling) {
        return firstStage.firstStage(scaling, compute);
    }

    private LatentScaling scaling(RunLatents latents) {
        if (diffusion.scaling() instanceof DiffusionRecipe.Given given) {
            return given.numbers();
        } else if (diffusion.scaling() instanceof DiffusionRecipe.FirstBatch) {
            Slice first =
                    new Slice(0, 0, diffusion.schedule().batch(), run.seed().seed());
            return ScalingFile.remembered(run, () -> Scalings.firstBatch(latents.scaled(LatentScaling.NONE), first));
        }
        return ScalingFile.remembered(run, latents::standardising);
    }

    /** What a model is made of besides its latents. */
    private record Chosen(Tokenizers tokenizers, ConditionerSpec conditioner, Cues cues, LatentScaling scaling) {}

    private void train(Chosen chosen, LatentSource source) {
        try (OptionalSource heldOut = new OptionalSource(data.heldOut())) {
            LatentSource examined = heldOut.encoded(firstStage(chosen.scaling()), chosen.cues(), source);
            new DiffusionTraining(diffusion, description(chosen), run, compute)
                    .train(new DiffusionTraining.Material(
                            source, examined, data.parts(), firstStage, chosen.tokenizers()));
        }
    }

    private ModelDescription description(Chosen chosen) {
        Map<String, String> provenance = new TreeMap<>();
        provenance.put("seed", Long.toString(recipe.seed()));
        provenance.put(
                "training_pictures", Integer.toString(data.parts().train().count()));
        if (recipe.firstStage() instanceof FirstStageRecipe.Learned learned) {
            provenance.put(
                    "first_stage_images_seen", Long.toString(learned.schedule().images()));
        }
        provenance.put(
                "diffusion_images_seen", Long.toString(diffusion.schedule().images()));
        return new ModelDescription(
                ModelDescription.VERSION,
                recipe.name(),
                recipe.firstStageSpec(run.folder().recipe()),
                chosen.scaling(),
                chosen.conditioner(),
                diffusion.model(),
                diffusion.preconditioning(),
                diffusion.defaults(),
                ClassList.heardBy(chosen.conditioner()).isPresent()
                        ? data.data().classes()
                        : List.of(),
                absence(chosen.conditioner()),
                provenance);
    }

    /** What was dropped before, in the training of the model that it starts from, is not known. */
    private Optional<ModelDescription.Absence> absence(ConditionerSpec conditioner) {
        if (conditioner.inside().absent().isEmpty() || conditioner instanceof ConditionerSpec.Unconditional) {
            return Optional.empty();
        }
        if (diffusion.conditionDropout() > 0) {
            return Optional.of(ModelDescription.Absence.LEARNED);
        }
        return diffusion.start() instanceof DiffusionRecipe.Drawn
                ? Optional.of(ModelDescription.Absence.UNLEARNED)
                : Optional.empty();
    }
}

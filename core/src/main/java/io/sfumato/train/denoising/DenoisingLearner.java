package io.sfumato.train.denoising;

import io.sfumato.condition.Condition;
import io.sfumato.diffusion.DenoisingLoss;
import io.sfumato.diffusion.MixedPrecision;
import io.sfumato.diffusion.Network;
import io.sfumato.diffusion.NoiseDistribution;
import io.sfumato.diffusion.Preconditioning;
import io.sfumato.model.ModelParts;
import io.sfumato.tensor.DType;
import io.sfumato.tensor.Rng;
import io.sfumato.tensor.Tensor;
import io.sfumato.train.loop.Learner;
import io.sfumato.train.loop.Scored;
import io.sfumato.train.loop.Slice;
import io.sfumato.train.recipe.DiffusionRecipe;
import io.sfumato.train.samples.LatentBatch;
import java.util.Map;
import java.util.OptionalDouble;

/** Tell the noise that was put on latents, given what is said of the picture (Rombach et al. 2021, eq. 3). */
record DenoisingLearner(
        DiffusionRecipe recipe,
        Preconditioning preconditioning,
        ModelParts parts,
        Map<String, Tensor> weights,
        Map<String, Tensor> averaged,
        OptionalDouble sketchWeight,
        DType compute)
        implements Learner<LatentBatch> {

    @Override
    public String name() {
        return DiffusionTraining.STAGE;
    }

    @Override
    public Scored loss(LatentBatch batch, Slice slice) {
        Condition condition = parts.conditioning().conditioner().encode(batch.cues());
        try (Rng rng = slice.rng("noise")) {
            Network network = new MixedPrecision(parts.unet(), compute);
            Tensor loss = denoising().of(network, preconditioning, batch.clean(), condition, rng);
            if (sketchWeight.isEmpty()) {
                return Scored.of(loss);
            }
            Tensor sketch = SketchObjective.error(condition, batch.clean());
            return new Scored(
                    loss.add(sketch.mul(sketchWeight.getAsDouble())),
                    Map.of("denoising", loss.item(), "sketch", sketch.item()));
        }
    }

    private DenoisingLoss denoising() {
        return new DenoisingLoss(
                new NoiseDistribution.UniformTimesteps(preconditioning.table()), recipe.weighting(), recipe.distance());
    }

    /** The same learner, judged by its average. */
    DenoisingLearner with(ModelParts others) {
        return new DenoisingLearner(recipe, preconditioning, others, averaged, averaged, sketchWeight, compute);
    }
}

package io.sfumato.train.denoising;

import io.sfumato.condition.Condition;
import io.sfumato.diffusion.DenoisingLoss;
import io.sfumato.diffusion.MixedPrecision;
import io.sfumato.diffusion.Network;
import io.sfumato.diffusion.Noised;
import io.sfumato.diffusion.Preconditioning;
import io.sfumato.tensor.Draws;
import io.sfumato.tensor.Placement;
import io.sfumato.tensor.Tensor;
import io.sfumato.train.loop.Learner;
import io.sfumato.train.loop.Scored;
import io.sfumato.train.loop.Slice;
import io.sfumato.train.recipe.Denoising;
import io.sfumato.train.samples.LatentBatch;
import java.util.Map;
import java.util.TreeMap;

/** Tell the noise that was put on latents, given what is said of the picture (Rombach et al. 2021, eq. 3). */
record DenoisingLearner(
        String name, Denoising recipe, Preconditioning preconditioning, Student student, Placement compute)
        implements Learner<LatentBatch> {

    @Override
    public Map<String, Tensor> weights() {
        return student.weights();
    }

    @Override
    public Map<String, Tensor> averaged() {
        return student.averaged();
    }

    @Override
    public Scored loss(LatentBatch batch, Slice slice) {
        Draws draws = slice.draws();
        Condition condition =
                student.parts().conditioning().conditioner().literal().encode(batch.cues());
        Network network = new MixedPrecision(student.network(draws), compute);
        Tensor clean = batch.clean().to(compute.device());
        Noised noised = recipe.noising().of(clean, preconditioning.table(), draws);
        DenoisingLoss.Terms terms = denoising().terms(network, preconditioning, noised, condition);
        Tensor loss = terms.total().mean();
        if (student.sketchWeight().isEmpty()) {
            return new Scored(loss, () -> figures(terms));
        }
        Tensor sketch = SketchObjective.error(condition, clean);
        return new Scored(loss.add(sketch.mul(student.sketchWeight().getAsDouble())), () -> {
            Map<String, Double> figures = figures(terms);
            figures.put("sketch", sketch.item());
            return figures;
        });
    }

    private static Map<String, Double> figures(DenoisingLoss.Terms terms) {
        Map<String, Double> figures = new TreeMap<>();
        figures.put("simple", terms.simple().mean().item());
        figures.put("bound", terms.bound().mean().item());
        return figures;
    }

    private DenoisingLoss denoising() {
        return new DenoisingLoss(recipe.weighting(), recipe.distance(), recipe.boundWeight(), student.uncertainty());
    }

    /** Whoever learned the same, and is only examined. */
    DenoisingLearner with(Student other) {
        return new DenoisingLearner(name, recipe, preconditioning, other, compute);
    }
}

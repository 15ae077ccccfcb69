package io.sfumato.benchmark;

import io.sfumato.condition.Condition;
import io.sfumato.diffusion.DenoisingLoss;
import io.sfumato.diffusion.Distance;
import io.sfumato.diffusion.Noised;
import io.sfumato.diffusion.Noising;
import io.sfumato.model.Arithmetic;
import io.sfumato.model.ModelDescription;
import io.sfumato.tensor.AdamW;
import io.sfumato.tensor.DType;
import io.sfumato.tensor.Draws;
import io.sfumato.tensor.Gradients;
import io.sfumato.tensor.Placement;
import io.sfumato.tensor.Rng;
import io.sfumato.tensor.Tensor;
import io.sfumato.train.loop.Average;
import io.sfumato.train.recipe.AverageRecipe;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A step of diffusion training on random latents, U-Net and conditioner together, with float32 master weights and their average.
 */
final class TrainingStep implements Setup {
    private static final int FORWARD_AND_BACKWARD = 3;
    private static final double LEARNING_RATE = 1e-4;
    private static final AverageRecipe AVERAGE = new AverageRecipe.Exponential(0.999);

    private final Specimen specimen;
    private final Specimen averaged;
    private final int batch;
    private final Rng rng = Rng.seeded(1);
    private final Map<String, Tensor> learning;
    private final AdamW optimizer;
    private final Average average;
    private long steps;

    private TrainingStep(Specimen specimen, Specimen averaged, int batch) {
        this.specimen = specimen;
        this.averaged = averaged;
        this.batch = batch;
        learning = learning(specimen);
        optimizer = new AdamW(learning, AdamW.Options.DEFAULT);
        average = new Average(learning(averaged), learning, AVERAGE);
    }

    static TrainingStep of(ModelDescription description, Placement compute, int batch) {
        Arithmetic learning = new Arithmetic(DType.FLOAT32, compute);
        Specimen specimen = Specimen.of(description, learning);
        try {
            Specimen averaged = Specimen.of(description, learning);
            averaged.parts().parameters().values().forEach(Tensor::freeze);
            return new TrainingStep(specimen, averaged, batch);
        } catch (RuntimeException e) {
            specimen.close();
            throw e;
        }
    }

    private static Map<String, Tensor> learning(Specimen specimen) {
        Map<String, Tensor> learning = new HashMap<>();
        specimen.parts().unet().parameters().forEach((name, tensor) -> learning.put("unet." + name, tensor));
        specimen.parts().conditioning().network().parameters().forEach(learning::put);
        return learning;
    }

    @Override
    public List<Work> works() {
        Tensor latents =
                rng.normal(specimen.latents(batch)).to(specimen.compute().device());
        return List.of(new Work(Part.TRAINING, batch, FORWARD_AND_BACKWARD, () -> step(latents)));
    }

    private void step(Tensor latents) {
        ModelDescription description = specimen.description();
        Condition condition = specimen.condition(batch);
        Noised noised =
                Noising.PLAIN.of(latents, description.preconditioning().table(), Draws.consecutive(rng, 0, batch));
        DenoisingLoss.simple(Distance.L2)
                .of(specimen.network(), description.preconditioning(), noised, condition)
                .backward();
        Gradients.clipNorm(learning.values(), 1);
        optimizer.step(LEARNING_RATE);
        average.update(++steps);
    }

    @Override
    public void close() {
        optimizer.close();
        averaged.close();
        specimen.close();
        rng.close();
    }
}

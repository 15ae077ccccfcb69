package io.sfumato.benchmark;

import io.sfumato.condition.Condition;
import io.sfumato.diffusion.DenoisingLoss;
import io.sfumato.diffusion.Distance;
import io.sfumato.diffusion.MixedPrecision;
import io.sfumato.diffusion.Noised;
import io.sfumato.diffusion.Noising;
import io.sfumato.model.ModelDescription;
import io.sfumato.tensor.AdamW;
import io.sfumato.tensor.DType;
import io.sfumato.tensor.Draws;
import io.sfumato.tensor.Gradients;
import io.sfumato.tensor.Rng;
import io.sfumato.tensor.Tensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A step of diffusion training on random latents, U-Net and conditioner together, with float32 master weights. */
final class TrainingStep implements Setup {
    private static final int FORWARD_AND_BACKWARD = 3;
    private static final double LEARNING_RATE = 1e-4;

    private final Specimen specimen;
    private final int batch;
    private final Rng rng = Rng.seeded(1);
    private final Map<String, Tensor> learning = new HashMap<>();
    private final AdamW optimizer;

    TrainingStep(ModelDescription description, DType compute, int batch) {
        specimen = Specimen.of(description, DType.FLOAT32, compute);
        this.batch = batch;
        specimen.parts().unet().parameters().forEach((name, tensor) -> learning.put("unet." + name, tensor));
        specimen.parts().conditioning().network().parameters().forEach(learning::put);
        optimizer = new AdamW(learning, AdamW.Options.DEFAULT);
    }

    @Override
    public List<Work> works() {
        Tensor latents = rng.normal(specimen.latents(batch));
        return List.of(new Work(Part.TRAINING, batch, FORWARD_AND_BACKWARD, () -> step(latents)));
    }

    private void step(Tensor latents) {
        ModelDescription description = specimen.description();
        Condition condition = specimen.condition(batch);
        Noised noised =
                Noising.PLAIN.of(latents, description.preconditioning().table(), Draws.consecutive(rng, 0, batch));
        DenoisingLoss.simple(Distance.L2)
                .of(
                        new MixedPrecision(specimen.parts().unet(), specimen.compute()),
                        description.preconditioning(),
                        noised,
                        condition)
                .backward();
        Gradients.clipNorm(learning.values(), 1);
        optimizer.step(LEARNING_RATE);
    }

    @Override
    public void close() {
        optimizer.close();
        specimen.close();
        rng.close();
    }
}

package io.sfumato.benchmark;

import io.sfumato.condition.Condition;
import io.sfumato.diffusion.Network;
import io.sfumato.firststage.FirstStage;
import io.sfumato.firststage.Latents;
import io.sfumato.image.Pixels;
import io.sfumato.model.Arithmetic;
import io.sfumato.model.ModelDescription;
import io.sfumato.tensor.Grad;
import io.sfumato.tensor.Rng;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** One pass through each network alone. */
final class Networks implements Setup {
    private static final int TIMESTEP = 500;

    private final Specimen specimen;
    private final Set<Part> parts;
    private final Rng rng = Rng.seeded(1);

    Networks(ModelDescription description, Arithmetic arithmetic, Set<Part> parts) {
        specimen = Specimen.of(description, arithmetic);
        this.parts = parts;
    }

    @Override
    public List<Work> works() {
        FirstStage firstStage = specimen.firstStage();
        List<Work> works = new ArrayList<>();
        if (specimen.hears()) {
            works.add(work(Part.CONDITIONER, 1, () -> specimen.condition(1)));
        }
        works.add(work(Part.UNET, 1, pass(1)));
        works.add(work(Part.UNET, 2, pass(2)));
        Pixels pixels = new Pixels(placed(rng.uniform(specimen.pixels(1)).mul(2).sub(1)));
        works.add(work(Part.ENCODE, 1, () -> firstStage.encode(pixels, rng)));
        Latents latents = new Latents(placed(rng.normal(specimen.latents(1))));
        works.add(work(Part.DECODE, 1, () -> firstStage.decode(latents)));
        works.removeIf(work -> !parts.contains(work.part()));
        return works;
    }

    private Tensor placed(Tensor input) {
        return input.to(specimen.compute().device());
    }

    private Runnable pass(int batch) {
        Network network = specimen.network();
        Condition condition = Grad.off(() -> specimen.condition(batch));
        Tensor x = placed(rng.normal(specimen.latents(batch)));
        Tensor level = placed(rng.uniform(Shape.of(batch)).mul(TIMESTEP));
        return () -> network.forward(x, level, condition);
    }

    private static Work work(Part part, int batch, Runnable once) {
        return Work.forward(part, batch, () -> Grad.off(once));
    }

    @Override
    public void close() {
        specimen.close();
        rng.close();
    }
}

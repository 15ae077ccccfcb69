package io.sfumato.diffusion;

import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.Tensors;
import java.util.Arrays;

/** How the losses of different noise levels are made comparable, beside their weighting. */
public sealed interface Uncertainty {

    /**
     * The losses as they count.
     *
     * @param losses weighted, [N]
     * @param sigma the levels of the images, [N] in main memory
     */
    Tensor of(Tensor losses, Tensor sigma, NoiseTable table);

    /** They are comparable as they are. */
    record None() implements Uncertainty {
        @Override
        public Tensor of(Tensor losses, Tensor sigma, NoiseTable table) {
            return losses;
        }
    }

    /**
     * Each timestep learns how large its loss is: L/exp(s) + s, which is least where s is the logarithm of L; so every timestep
     * gets about the same gradient. The reference's {@code learn_logvar}, after Kendall and Gal 2017.
     *
     * @param logVariance s of each timestep, [T], a trained parameter of whoever made it
     */
    record Learned(Tensor logVariance) implements Uncertainty {
        /** What the parameter is called in checkpoints of the reference. */
        public static final String NAME = "logvar";

        @Override
        public Tensor of(Tensor losses, Tensor sigma, NoiseTable table) {
            long[] timesteps = Arrays.stream(table.timesteps(sigma).toDoubles())
                    .mapToLong(Math::round)
                    .toArray();
            Tensor entries = Tensors.of(timesteps, Shape.of(timesteps.length)).to(logVariance.device());
            Tensor s = logVariance.indexSelect(0, entries).to(losses.placement()); // [N]
            return losses.div(s.exp()).add(s);
        }
    }
}

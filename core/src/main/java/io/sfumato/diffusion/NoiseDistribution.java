package io.sfumato.diffusion;

import io.sfumato.tensor.Rng;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;

/** Which noise levels training visits, and how often. */
public sealed interface NoiseDistribution {

    /** Levels σ for a batch: [count], in main memory. */
    Tensor draw(long count, Rng rng);

    /** Every timestep of the table equally often. Ho et al. 2020, algorithm 1. */
    record UniformTimesteps(NoiseTable table) implements NoiseDistribution {
        @Override
        public Tensor draw(long count, Rng rng) {
            return table.sigmas(rng.integers(table.timesteps(), Shape.of(count)));
        }
    }
}

package io.sfumato.diffusion;

import io.sfumato.tensor.DType;
import io.sfumato.tensor.Draws;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.Tensors;
import java.util.Arrays;

/** Which noise levels training visits, and how often. */
public sealed interface NoiseDistribution {
    /** What levels are drawn for. */
    String PURPOSE = "noise level";

    /** A level σ of the table, or between two, for each image: [N], float64 in main memory. */
    Tensor draw(NoiseTable table, Draws draws);

    /** Every timestep of the table equally often. Ho et al. 2020, algorithm 1. */
    record UniformTimesteps() implements NoiseDistribution {
        @Override
        public Tensor draw(NoiseTable table, Draws draws) {
            double[] sigmas = Arrays.stream(draws.shares(PURPOSE))
                    .map(share -> table.sigma(Math.floor(share * table.timesteps())))
                    .toArray();
            return Tensors.of(sigmas, Shape.of(sigmas.length));
        }
    }

    /**
     * Timesteps whose share of all has a normal logit: dense in the middle, or to the side of the noise where the mean is above 0.
     * Esser et al. 2024 (Scaling Rectified Flow Transformers), section 3.1, over this table's timesteps.
     */
    record LogitNormal(double mean, double deviation) implements NoiseDistribution {
        public LogitNormal {
            check(mean, deviation);
        }

        @Override
        public Tensor draw(NoiseTable table, Draws draws) {
            double[] sigmas = Arrays.stream(normal(draws))
                    .map(unit -> 1 / (1 + Math.exp(-(mean + deviation * unit))))
                    .map(share -> table.sigma(Math.floor(share * table.timesteps())))
                    .toArray();
            return Tensors.of(sigmas, Shape.of(sigmas.length));
        }
    }

    /** Levels whose logarithm is normal, held within the table. Karras et al. 2022, table 1, has mean −1.2 and deviation 1.2. */
    record LogNormal(double mean, double deviation) implements NoiseDistribution {
        public LogNormal {
            check(mean, deviation);
        }

        @Override
        public Tensor draw(NoiseTable table, Draws draws) {
            double[] sigmas = Arrays.stream(normal(draws))
                    .map(unit -> Math.exp(mean + deviation * unit))
                    .map(sigma -> Math.min(Math.max(sigma, table.minSigma()), table.maxSigma()))
                    .toArray();
            return Tensors.of(sigmas, Shape.of(sigmas.length));
        }
    }

    private static double[] normal(Draws draws) {
        return draws.normal(PURPOSE, Shape.of()).to(DType.FLOAT64).toDoubles();
    }

    private static void check(double mean, double deviation) {
        if (!(Double.isFinite(mean) && deviation > 0 && Double.isFinite(deviation))) {
            throw new IllegalArgumentException("mean and deviation of the noise levels are " + mean + " and "
                    + deviation + ", expected a number and one above 0");
        }
    }
}

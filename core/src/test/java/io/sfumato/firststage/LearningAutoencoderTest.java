package io.sfumato.firststage;

import static org.assertj.core.api.Assertions.assertThat;

import io.sfumato.nn.Init;
import io.sfumato.nn.RandomWeights;
import io.sfumato.tensor.DType;
import io.sfumato.tensor.Draws;
import io.sfumato.tensor.Placement;
import io.sfumato.tensor.Recomputation;
import io.sfumato.tensor.Rng;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.testkit.NoLeaks;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What an autoencoder does while it learns alone: it computes its blocks again. */
@ExtendWith(NoLeaks.class)
class LearningAutoencoderTest {
    private static final AutoencoderSpec SPEC =
            new AutoencoderSpec(1, 16, 32, List.of(1, 2), 1, Set.of(8), AutoencoderSpec.Attention.SOFTMAX, 4, 4);

    /** No skip leads past a block, and no history is gone through twice, so that no sum has another order. */
    @Test
    void recomputedBlocksGiveTheSameGradientsBitByBit() {
        try (KlAutoencoder autoencoder = autoencoder()) {
            Map<String, double[]> plain =
                    gradients(autoencoder, () -> error(autoencoder).backward());
            Map<String, double[]> recomputed = recomputed(autoencoder, LearningAutoencoderTest::error);
            assertThat(plain.keySet()).isEqualTo(autoencoder.parameters().keySet());
            recomputed.forEach((name, gradient) -> assertThat(gradient).as(name).containsExactly(plain.get(name)));
        }
    }

    /** The gradient of the divergence goes down the encoder's end by itself: a sum of gradients, not the gradient of a sum. */
    @Test
    void aLossThatLooksPastTheBlocksGivesTheSameUpToRounding() {
        try (KlAutoencoder autoencoder = autoencoder()) {
            Map<String, double[]> plain =
                    gradients(autoencoder, () -> withDivergence(autoencoder).backward());
            Map<String, double[]> recomputed = recomputed(autoencoder, LearningAutoencoderTest::withDivergence);
            double squares = 0;
            double differences = 0;
            for (Map.Entry<String, double[]> entry : plain.entrySet()) {
                double[] expected = entry.getValue();
                double[] actual = recomputed.get(entry.getKey());
                for (int i = 0; i < expected.length; i++) {
                    squares += expected[i] * expected[i];
                    differences += (actual[i] - expected[i]) * (actual[i] - expected[i]);
                }
            }
            assertThat(Math.sqrt(differences / squares)).isLessThan(1e-6);
        }
    }

    private static KlAutoencoder autoencoder() {
        KlAutoencoder autoencoder = new KlAutoencoder(SPEC, new Init.Blank(Placement.FLOAT32));
        RandomWeights.fill(autoencoder.parameters(), 1);
        return autoencoder;
    }

    private static Tensor pixels() {
        try (Rng rng = Rng.seeded(2)) {
            return rng.normal(Shape.of(2, 3, 16, 16));
        }
    }

    private static Tensor error(KlAutoencoder autoencoder) {
        DiagonalGaussian posterior = DiagonalGaussian.of(autoencoder.moments(pixels()));
        return error(autoencoder, posterior);
    }

    private static Tensor error(KlAutoencoder autoencoder, DiagonalGaussian posterior) {
        Tensor latents = posterior.sample(new Draws(3, List.of(0L, 1L)));
        return autoencoder.reconstruct(latents).sub(pixels()).square().mean();
    }

    private static Tensor withDivergence(KlAutoencoder autoencoder) {
        DiagonalGaussian posterior = DiagonalGaussian.of(autoencoder.moments(pixels()));
        return error(autoencoder, posterior).add(posterior.divergence().mean().mul(1e-3));
    }

    /** A picture's latents do not depend on its batch. */
    @Test
    void thePosteriorIsDrawnFromForEachPicture() {
        try (Rng rng = Rng.seeded(6)) {
            Tensor moments = rng.normal(Shape.of(3, 8, 2, 2));
            Tensor whole = DiagonalGaussian.of(moments).sample(Draws.consecutive(rng, 7, 3));
            Tensor last = DiagonalGaussian.of(moments.narrow(0, 2, 1)).sample(Draws.consecutive(rng, 9, 1));
            assertThat(last.toDoubles()).containsExactly(whole.select(0, 2).toDoubles());
            assertThat(whole.dtype()).isEqualTo(DType.FLOAT32);
        }
    }

    private static Map<String, double[]> recomputed(KlAutoencoder autoencoder, Function<KlAutoencoder, Tensor> loss) {
        return gradients(autoencoder, () -> {
            try (Recomputation open = Recomputation.open()) {
                open.backward(loss.apply(autoencoder));
            }
        });
    }

    private static Map<String, double[]> gradients(KlAutoencoder autoencoder, Runnable backward) {
        backward.run();
        Map<String, double[]> gradients = new LinkedHashMap<>();
        autoencoder.parameters().forEach((name, parameter) -> {
            gradients.put(name, Objects.requireNonNull(parameter.grad(), name).toDoubles());
            parameter.clearGrad();
        });
        return gradients;
    }
}

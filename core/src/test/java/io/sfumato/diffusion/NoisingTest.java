package io.sfumato.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sfumato.tensor.Draws;
import io.sfumato.tensor.Placement;
import io.sfumato.tensor.Rng;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.Tensors;
import io.sfumato.tensor.testkit.NoLeaks;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoLeaks.class)
class NoisingTest {
    private static final Shape ONE = Shape.of(3, 4, 4);
    private static final Noising OFFSET = new Noising(new NoiseDistribution.UniformTimesteps(), 0.1);

    private static Draws draws(long first, int count) {
        try (Rng rng = Rng.seeded(5)) {
            return Draws.consecutive(rng, first, count);
        }
    }

    private static Noised noised(Noising noising, long first, int count) {
        Tensor clean = draws(first, count).normal("clean", ONE);
        return noising.of(clean, Tables.LDM, draws(first, count));
    }

    @Test
    void aPictureGetsTheSameNoiseInAnyBatch() {
        Noised whole = noised(OFFSET, 100, 5);
        Noised part = noised(OFFSET, 102, 2);
        assertThat(part.noise().toDoubles())
                .containsExactly(whole.noise().narrow(0, 2, 2).toDoubles());
        assertThat(part.sigma().toDoubles())
                .containsExactly(whole.sigma().narrow(0, 2, 2).toDoubles());
        assertThat(part.x().toDoubles())
                .containsExactly(whole.x().narrow(0, 2, 2).toDoubles());
    }

    @Test
    void anotherPositionGetsOtherNoise() {
        Noised noised = noised(Noising.PLAIN, 0, 2);
        assertThat(noised.noise().select(0, 0).toDoubles())
                .isNotEqualTo(noised.noise().select(0, 1).toDoubles());
        assertThat(noised.sigma().toDoubles()[0]).isNotEqualTo(noised.sigma().toDoubles()[1]);
    }

    /** The offset is one number for a channel: means of channels deviate by 0.1 more, differences within do not. */
    @Test
    void theOffsetMovesWholeChannels() {
        Tensor plain = noised(Noising.PLAIN, 0, 3_000).noise();
        Tensor moved = noised(OFFSET, 0, 3_000).noise();
        Tensor offset = moved.sub(plain);
        Tensor ofChannels = offset.mean(2, 3); // [N, C]
        assertThat(offset.sub(ofChannels.reshape(-1, 3, 1, 1)).abs().max().item())
                .isLessThan(1e-6);
        assertThat(ofChannels.std().item()).isCloseTo(0.1, within(0.003));
        assertThat(ofChannels.mean().item()).isCloseTo(0, within(0.004));
    }

    @Test
    void noiseIsPlacedWhereThePicturesAre() {
        Tensor clean = Tensors.zeros(Shape.of(2, 3, 4, 4), Placement.BFLOAT16);
        assertThat(Noising.PLAIN.of(clean, Tables.LDM, draws(0, 2)).noise().placement())
                .isEqualTo(Placement.BFLOAT16);
    }

    @Test
    void everyTimestepIsVisitedEquallyOften() {
        NoiseTable small = NoiseTable.of(new BetaSchedule.Linear(0.1, 0.3), 4);
        double[] drawn = small.timesteps(new NoiseDistribution.UniformTimesteps().draw(small, draws(0, 40_000)))
                .toDoubles();
        for (int t = 0; t < 4; t++) {
            double timestep = t;
            long visits = Arrays.stream(drawn).filter(d -> d == timestep).count();
            assertThat(visits).isBetween(9_700L, 10_300L);
        }
    }

    /** 15.87 % of a normal distribution lie below its mean less its deviation. */
    @Test
    void levelsAreNormalInTheLogitOfTheTimestepOrTheLogarithmOfTheLevel() {
        double[] shares = Tables.LDM
                .timesteps(new NoiseDistribution.LogitNormal(0.5, 1.2).draw(Tables.LDM, draws(0, 20_000)))
                .toDoubles();
        assertBelow(shares, 1000 / (1 + Math.exp(-0.5)), 0.5);
        assertBelow(shares, 1000 / (1 + Math.exp(0.7)), 0.1587);
        assertThat(Arrays.stream(shares).allMatch(t -> t == Math.rint(t))).isTrue();
        double[] sigmas = new NoiseDistribution.LogNormal(-1.2, 1.2)
                .draw(Tables.LDM, draws(0, 20_000))
                .toDoubles();
        assertBelow(sigmas, Math.exp(-1.2), 0.5);
        assertBelow(sigmas, Math.exp(-2.4), 0.1587);
        assertThat(Arrays.stream(sigmas).min().orElseThrow()).isEqualTo(Tables.LDM.minSigma());
    }

    private static void assertBelow(double[] values, double bound, double share) {
        double below = Arrays.stream(values).filter(value -> value < bound).count() / (double) values.length;
        assertThat(below).isCloseTo(share, within(0.015));
    }

    @Test
    void whatCannotBeIsRefused() {
        NoiseDistribution uniform = new NoiseDistribution.UniformTimesteps();
        assertThatThrownBy(() -> new Noising(uniform, -0.1)).hasMessageContaining("offset of the noise is -0.1");
        assertThatThrownBy(() -> new NoiseDistribution.LogitNormal(0, 0)).hasMessageContaining("0.0 and 0.0");
        assertThatThrownBy(() -> new NoiseDistribution.LogNormal(Double.NaN, 1)).hasMessageContaining("NaN");
        assertThatThrownBy(() -> Noising.PLAIN.of(draws(0, 2).normal("clean", ONE), Tables.LDM, draws(0, 3)))
                .hasMessageContaining("draws for 3 images");
    }
}

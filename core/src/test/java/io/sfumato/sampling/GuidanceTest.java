package io.sfumato.sampling;

import static io.sfumato.tensor.testkit.TensorAssert.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sfumato.condition.Condition;
import io.sfumato.diffusion.Denoiser;
import io.sfumato.tensor.Rng;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.Tensors;
import io.sfumato.tensor.testkit.NoLeaks;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The denoiser is that of unit Gaussian data whose mean is the condition: D = (x + σ² μ) / (1 + σ²). */
@ExtendWith(NoLeaks.class)
class GuidanceTest {
    private static final double SIGMA = 2;

    private final List<Long> batches = new ArrayList<>();

    private Tensor denoised(Tensor x, Tensor sigma, Condition condition) {
        batches.add(x.size(0));
        Tensor means = condition.vector().orElseThrow().reshape(-1, 1, 1, 1);
        Tensor noise = sigma.square().reshape(-1, 1, 1, 1).to(x.placement());
        return x.add(noise.mul(means)).div(noise.add(1));
    }

    private static Condition means(float... values) {
        return Condition.none().withVector(Tensors.of(values, Shape.of(values.length, 1)));
    }

    private static Tensor noisy() {
        try (Rng rng = Rng.seeded(2)) {
            return rng.normal(Shape.of(2, 3, 4, 4)).mul(SIGMA);
        }
    }

    @Test
    void unguidedAsksForTheConditionAsItIs() {
        Tensor x = noisy();
        Tensor guided = new Unguided().bind(this::denoised, means(1, 5)).at(x, SIGMA);
        assertClose(guided, expected(x, 1, 5), 1e-6);
        assertThat(batches).containsExactly(2L);
    }

    @Test
    void classifierFreeGuidanceIsItsFormula() {
        Tensor x = noisy();
        Denoise guided = new ClassifierFree(3, means(-1, 2)).bind(this::denoised, means(1, 5));
        // D is linear in the mean: -1 + 3 (1 + 1) and 2 + 3 (5 - 2)
        assertClose(guided.at(x, SIGMA), expected(x, 5, 11), 1e-6);
        assertThat(batches).as("one doubled batch").containsExactly(4L);
    }

    @Test
    void theAbsentHalfComesFirst() {
        List<Double> heard = new ArrayList<>();
        Denoiser spy = (x, sigma, condition) -> {
            for (double mean : condition.vector().orElseThrow().toDoubles()) {
                heard.add(mean);
            }
            return x;
        };
        new ClassifierFree(3, means(-1, 2)).bind(spy, means(1, 5)).at(noisy(), SIGMA);
        assertThat(heard).containsExactly(-1.0, 2.0, 1.0, 5.0);
    }

    @Test
    void outsideOfItsLevelsGuidanceCostsNothing() {
        Tensor x = noisy();
        NoiseRange within = new NoiseRange(1, SIGMA);
        Denoise guided = new ClassifierFree(3, means(-1, 2), within).bind(this::denoised, means(1, 5));
        assertClose(guided.at(x, SIGMA), expected(x, 5, 11), 1e-6);
        assertClose(
                guided.at(x, SIGMA + 0.01),
                Denoise.of(this::denoised, means(1, 5)).at(x, SIGMA + 0.01),
                0);
        guided.at(x, 0.99);
        assertThat(batches).containsExactly(4L, 2L, 2L, 2L);
    }

    @ParameterizedTest
    @CsvSource({"0.3:6, 0.3, 6", ":6, 0, 6", "2:, 2, Infinity", ":, 0, Infinity"})
    void rangesAreWrittenWithAColon(String text, double low, double high) {
        assertThat(NoiseRange.parse(text)).isEqualTo(new NoiseRange(low, high));
        assertThat(NoiseRange.parse(NoiseRange.parse(text).toString())).isEqualTo(new NoiseRange(low, high));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "3", "a:b", "6:0.3", "2:2", "-1:3", "1:2:3", "1e3:"})
    void rangesThatAreNoneAreRefused(String text) {
        assertThatThrownBy(() -> NoiseRange.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected");
    }

    @Test
    void scaleOneCostsNothing() {
        Tensor x = noisy();
        Denoise guided = new ClassifierFree(1, means(-1, 2)).bind(this::denoised, means(1, 5));
        assertClose(guided.at(x, SIGMA), expected(x, 1, 5), 1e-6);
        assertThat(batches).containsExactly(2L);
    }

    @Test
    void scaleZeroForgetsTheCondition() {
        Tensor x = noisy();
        Denoise guided = new ClassifierFree(0, means(-1, 2)).bind(this::denoised, means(1, 5));
        assertClose(guided.at(x, SIGMA), expected(x, -1, 2), 1e-6);
    }

    @Test
    void conditionsOfDifferentKindsCannotBeGuided() {
        assertThatThrownBy(() -> new ClassifierFree(3, Condition.none()).bind(this::denoised, means(1, 5)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("vector");
    }

    private static Tensor expected(Tensor x, float first, float second) {
        Tensor means = Tensors.of(new float[] {first, second}, Shape.of(2, 1, 1, 1));
        return x.add(means.mul(SIGMA * SIGMA)).div(1 + SIGMA * SIGMA);
    }
}

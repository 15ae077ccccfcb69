package io.sfumato.tensor;

import static io.sfumato.tensor.testkit.TensorAssert.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sfumato.tensor.testkit.NoLeaks;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each mode against one weight a source pixel, found in one direction at a time. */
@ExtendWith(NoLeaks.class)
class InterpolationTest {
    private static final double[] FACTORS = {0.5, 0.25, 0.75, 0.4, 1, 1.5, 2};

    static Stream<Arguments> modesAndFactors() {
        List<Arguments> all = new ArrayList<>();
        for (Interpolation mode : Interpolation.values()) {
            for (double factor : FACTORS) {
                all.add(Arguments.of(mode, factor));
            }
        }
        return all.stream();
    }

    private static Tensor image(int height, int width) {
        try (Rng rng = Rng.seeded(1)) {
            return rng.normal(Shape.of(2, 3, height, width)).to(DType.FLOAT64);
        }
    }

    @ParameterizedTest
    @MethodSource("modesAndFactors")
    void everyModeIsItsWeightedSumOfPixels(Interpolation mode, double factor) {
        Tensor x = image(9, 14);
        Tensor resized = mode.rescale(x, factor);
        int height = (int) Math.floor(9 * factor);
        int width = (int) Math.floor(14 * factor);
        assertThat(resized.shape()).isEqualTo(Shape.of(2, 3, height, width));
        double[] source = x.toDoubles();
        double[] actual = resized.toDoubles();
        for (int i = 0; i < actual.length; i++) {
            double[] rows = weights(mode, i / width % height, 9, height, factor);
            double[] columns = weights(mode, i % width, 14, width, factor);
            double sum = 0;
            for (int k = 0; k < 9 * 14; k++) {
                sum += rows[k / 14] * columns[k % 14] * source[i / (width * height) * 9 * 14 + k];
            }
            assertThat(actual[i]).isCloseTo(sum, within(1e-6)); // libtorch has the nearest scale in float32
        }
    }

    /** What each of {@code in} pixels of a line counts in new pixel {@code i} of {@code out}. */
    private static double[] weights(Interpolation mode, int i, int in, int out, double factor) {
        double[] weights = new double[in];
        double centre = (i + 0.5) / factor - 0.5;
        switch (mode) {
            case NEAREST -> weights[Math.min((int) (i * (float) (1 / factor)), in - 1)] = 1;
            case BILINEAR -> {
                int first = (int) Math.floor(Math.max(centre, 0));
                double beyond = Math.max(centre, 0) - first;
                weights[first] += 1 - beyond;
                weights[Math.min(first + 1, in - 1)] += beyond;
            }
            case BICUBIC -> {
                for (int tap = (int) Math.floor(centre) - 1; tap <= Math.floor(centre) + 2; tap++) {
                    weights[Math.max(0, Math.min(tap, in - 1))] += keys(Math.abs(centre - tap));
                }
            }
            case AREA -> {
                int start = i * in / out;
                int end = ((i + 1) * in + out - 1) / out;
                for (int k = start; k < end; k++) {
                    weights[k] = 1.0 / (end - start);
                }
            }
        }
        return weights;
    }

    /** Keys 1981, eq. 4. */
    private static double keys(double distance) {
        double a = -0.75;
        if (distance <= 1) {
            return (a + 2) * Math.pow(distance, 3) - (a + 3) * distance * distance + 1;
        }
        return distance >= 2 ? 0 : a * (Math.pow(distance, 3) - 5 * distance * distance + 8 * distance - 4);
    }

    /** The ratio of rounded sides, 9 to 4, would reach farther right. */
    @Test
    void oddSidesAreHalvedByTheFactorAndNotByTheRatioOfSides() {
        Tensor ramp = Tensors.range(9).to(DType.FLOAT64).reshape(1, 1, 1, 9);
        Tensor tall = Tensors.cat(2, ramp, ramp);
        assertThat(Interpolation.BILINEAR.rescale(tall, 0.5).toDoubles()).containsExactly(0.5, 2.5, 4.5, 6.5);
    }

    @ParameterizedTest
    @EnumSource(Interpolation.class)
    void aFactorOfOneChangesNothing(Interpolation mode) {
        Tensor x = image(4, 5);
        assertClose(mode.rescale(x, 1), x, 0);
    }

    @ParameterizedTest
    @EnumSource(Interpolation.class)
    void nothingCanBeMadeOfTooLittle(Interpolation mode) {
        assertThatThrownBy(() -> mode.rescale(image(1, 8), 0.5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0.5 times as large has no pixel");
    }
}

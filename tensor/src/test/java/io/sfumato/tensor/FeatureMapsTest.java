package io.sfumato.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import io.sfumato.tensor.testkit.NoLeaks;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Maps large enough for bands: with gradients on they are convolved whole, with gradients off in bands. */
@ExtendWith(NoLeaks.class)
class FeatureMapsTest {
    private static final int GROUPS = 32;

    /** Weights of few channels. */
    private static final Shape FEW = Shape.of(16, 16, 3, 3);

    private static double range(double[] values) {
        return Arrays.stream(values).map(Math::abs).max().orElseThrow();
    }

    /** The largest difference of what is made in bands from what is made whole, and the largest value. */
    private static double difference(Tensor x, Function<Tensor, Tensor> operation) {
        return difference(x, x, operation);
    }

    /** The largest difference of what is made of {@code x} in bands from what is made of {@code planar}, the same numbers, whole. */
    private static double difference(Tensor planar, Tensor x, Function<Tensor, Tensor> operation) {
        assertThat(Grad.off(() -> Bands.areWorthwhile(x.shape(), x.placement(), FEW) || doubles(x)))
                .as("the test would compare a thing with itself")
                .isTrue();
        double[] whole = operation.apply(planar).toDoubles();
        double[] banded = Grad.off(() -> operation.apply(x)).toDoubles();
        double most = 0;
        for (int i = 0; i < whole.length; i++) {
            most = Math.max(most, Math.abs(whole[i] - banded[i]));
        }
        assertThat(range(whole)).isGreaterThan(0.5);
        return most / range(whole);
    }

    private static boolean doubles(Tensor x) {
        return Bands.areWorthwhile(x.shape().with(2, 4 * x.size(2)), x.placement(), FEW);
    }

    private static Convolution convolution(Rng rng, int in, int out, int kernel, DType dtype) {
        double scale = 1 / Math.sqrt((double) in * kernel * kernel);
        return new Convolution(
                rng.normal(Shape.of(out, in, kernel, kernel)).mul(scale).to(dtype),
                rng.normal(Shape.of(out)).to(dtype));
    }

    private static Normalisation norm(Rng rng, int channels, DType dtype) {
        return new Normalisation(
                GROUPS,
                rng.normal(Shape.of(channels)).add(1).to(dtype),
                rng.normal(Shape.of(channels)).to(dtype),
                1e-6);
    }

    /** Odd heights, so that the last band is another; two samples; a mean far from nothing. */
    @ParameterizedTest
    @CsvSource({"1, 64, 301, 240, FLOAT32, 3", "2, 32, 259, 280, FLOAT32, 3", "1, 64, 301, 240, FLOAT32, 1"})
    void bandsAreTheWholeInFloat32(int n, int channels, int height, int width, DType dtype, int kernel) {
        try (Rng rng = Rng.seeded(1)) {
            Tensor x = rng.normal(Shape.of(n, channels, height, width))
                    .mul(3)
                    .add(5)
                    .to(dtype);
            Convolution convolution = convolution(rng, channels, 16, kernel, dtype);
            Normalisation norm = norm(rng, channels, dtype);
            assertThat(difference(x, map -> FeatureMaps.convolve(map, convolution)))
                    .isLessThan(1e-6);
            assertThat(difference(x, map -> FeatureMaps.activateAndConvolve(map, norm, convolution)))
                    .isLessThan(2e-6);
        }
    }

    /** In memory as they came: pixel by pixel maps are convolved soonest, and the next step wants them so again. */
    @ParameterizedTest
    @CsvSource({
        "1, 64, 301, 240, FLOAT32, 2e-6",
        "3, 32, 259, 280, FLOAT32, 2e-6",
        "64, 32, 48, 60, FLOAT32, 2e-6",
        "1, 64, 517, 300, BFLOAT16, 0x1p-7",
        "1, 64, 517, 300, FLOAT16, 0x1p-10"
    })
    void bandsOfPixelsThatLieTogetherAreTheWhole(
            int n, int channels, int height, int width, DType dtype, double bound) {
        try (Rng rng = Rng.seeded(6)) {
            Tensor planar =
                    rng.normal(Shape.of(n, channels, height, width)).add(2).to(dtype);
            Tensor x = Grad.off(() -> FeatureMaps.laidOut(planar));
            Convolution convolution = convolution(rng, channels, 16, 3, dtype);
            Normalisation norm = norm(rng, channels, dtype);
            List<UnaryOperator<Tensor>> operations = List.of(
                    map -> FeatureMaps.convolve(map, convolution),
                    map -> FeatureMaps.activateAndConvolve(map, norm, convolution),
                    map -> FeatureMaps.doubleAndConvolve(map, convolution));
            for (UnaryOperator<Tensor> operation : operations) {
                assertThat(difference(planar, x, operation)).isLessThan(bound);
                assertThat(Grad.off(() -> operation.apply(x)).liesPixelByPixel())
                        .isTrue();
                assertThat(Grad.off(() -> operation.apply(planar)).isContiguous())
                        .isTrue();
            }
        }
    }

    @Test
    void mapsAreLaidOutOnlyWhereNoGradientIsRecorded() {
        Tensor x = Tensors.zeros(Shape.of(2, 3, 4, 5), Placement.FLOAT32);
        assertThat(FeatureMaps.laidOut(x)).isSameAs(x);
        assertThat(Grad.off(() -> FeatureMaps.laidOut(x)).liesPixelByPixel()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"1, 64, 151, 120", "2, 32, 130, 140"})
    void aDoubledMapInBandsIsTheWhole(int n, int channels, int height, int width) {
        try (Rng rng = Rng.seeded(2)) {
            Tensor x = rng.normal(Shape.of(n, channels, height, width));
            Convolution convolution = convolution(rng, channels, 16, 3, DType.FLOAT32);
            assertThat(difference(x, map -> FeatureMaps.doubleAndConvolve(map, convolution)))
                    .isLessThan(1e-6);
        }
    }

    /** Half a step of bfloat16, which has eight bits, and half a step of what it is rounded from. */
    @Test
    void bandsAreTheWholeInBfloat16() {
        try (Rng rng = Rng.seeded(3)) {
            Tensor x = rng.normal(Shape.of(1, 64, 517, 300)).add(2).to(DType.BFLOAT16);
            Convolution convolution = convolution(rng, 64, 32, 3, DType.BFLOAT16);
            Normalisation norm = norm(rng, 64, DType.BFLOAT16);
            assertThat(difference(x, map -> FeatureMaps.activateAndConvolve(map, norm, convolution)))
                    .isLessThan(0x1p-7);
        }
    }

    /** The moments of a map that is different from band to band, against their definition. */
    @Test
    void statisticsAreThoseOfTheWholeMap() {
        try (Rng rng = Rng.seeded(4)) {
            Tensor slope = Tensors.of(new double[] {-1000, 0, 1, 1, 50, 2, 3}, Shape.of(1, 1, 7, 1));
            Tensor x = rng.normal(Shape.of(2, 64, 7, 5)).add(slope.to(DType.FLOAT32));
            for (long rows : new long[] {1, 2, 3, 7, 9}) {
                GroupMoments moments = GroupMoments.of(x, GROUPS, rows);
                double[] group = x.narrow(0, 1, 1).narrow(1, 6, 2).toDoubles(); // sample 1, group 3
                double mean = Arrays.stream(group).average().orElseThrow();
                double variance = Arrays.stream(group)
                        .map(v -> (v - mean) * (v - mean))
                        .average()
                        .orElseThrow();
                assertThat(moments.mean().toDoubles()[GROUPS + 3]).isCloseTo(mean, withPercentage(1e-3));
                assertThat(moments.variance().toDoubles()[GROUPS + 3]).isCloseTo(variance, withPercentage(1e-3));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void statisticsOfAMapFarFromZeroAreRight(boolean laidOut) {
        try (Rng rng = Rng.seeded(7)) {
            Tensor planar = rng.normal(Shape.of(1, 64, 70, 60)).add(200);
            Tensor x = laidOut ? Grad.off(() -> FeatureMaps.laidOut(planar)) : planar;
            double[] group = planar.narrow(1, 6, 2).toDoubles(); // group 3
            double mean = Arrays.stream(group).average().orElseThrow();
            double variance = Arrays.stream(group)
                    .map(v -> (v - mean) * (v - mean))
                    .average()
                    .orElseThrow();
            GroupMoments moments = GroupMoments.of(x, GROUPS, 32);
            assertThat(moments.mean().toDoubles()[3]).isCloseTo(mean, withPercentage(3e-5)); // a few steps of float32
            assertThat(moments.variance().toDoubles()[3]).isCloseTo(variance, withPercentage(2e-3));
        }
    }

    /** Rounding would leave less than nothing of it. */
    @ParameterizedTest
    @ValueSource(doubles = {1e5 + 0.3, 3e6 + 0.7, -1e7})
    void aConstantMapFarFromZeroHasNoNegativeVariance(double value) {
        Tensor planar = Tensors.full(Shape.of(1, 32, 7, 6), value, Placement.FLOAT32);
        for (Tensor x : List.of(planar, Grad.off(() -> FeatureMaps.laidOut(planar)))) {
            assertThat(GroupMoments.of(x, GROUPS, 3).variance().min().item()).isNotNegative();
        }
    }

    @Test
    void aConstantMapHasNoVariance() {
        Tensor x = Tensors.full(Shape.of(1, 32, 6, 4), 3, Placement.FLOAT32);
        GroupMoments moments = GroupMoments.of(x, GROUPS, 2);
        assertThat(moments.mean().toDoubles()).containsOnly(3);
        assertThat(moments.variance().toDoubles()).containsOnly(0);
    }

    @Test
    void gradientsFlowThroughLargeMaps() {
        try (Rng rng = Rng.seeded(5)) {
            Tensor x = rng.normal(Shape.of(1, 64, 301, 240)).requireGrad();
            FeatureMaps.convolve(x, convolution(rng, 64, 16, 3, DType.FLOAT32))
                    .sum()
                    .backward();
            assertThat(x.grad().shape()).isEqualTo(x.shape());
        }
    }

    @Test
    void composedStepsFreeWhatTheyMadeWhereNoGradientIsRecorded() {
        Tensor x = Tensors.full(Shape.of(2), 1, Placement.FLOAT32);
        List<Tensor> seen = new ArrayList<>();
        List<UnaryOperator<Tensor>> steps = List.of(
                h -> h,
                h -> noted(seen, h.add(1)),
                h -> noted(seen, noted(seen, h.mul(5)).reshape(1, 2)),
                h -> h,
                h -> h.add(1));
        Tensor result = Grad.off(() -> FeatureMaps.compose(x, steps));
        assertThat(result.toDoubles()).containsExactly(11, 11);
        assertThat(x.toDoubles()).as("the start is the caller's").containsExactly(1, 1);
        assertThat(seen).hasSize(3).allSatisfy(tensor -> assertThat(tensor).hasToString("Tensor[closed]"));
        seen.clear();
        FeatureMaps.compose(x, steps);
        assertThat(seen).hasSize(3).allSatisfy(tensor -> assertThat(tensor.elements())
                .isEqualTo(2));
    }

    private static Tensor noted(List<Tensor> seen, Tensor tensor) {
        seen.add(tensor);
        return tensor;
    }
}

package io.sfumato.tensor;

import static io.sfumato.tensor.testkit.TensorAssert.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sfumato.tensor.testkit.Naive;
import io.sfumato.tensor.testkit.NoLeaks;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(NoLeaks.class)
class WinogradConvolutionTest {
    /** Root mean square of the error of sums of a few thousand products, in float32. */
    private static final double ROUNDING = 1e-6;

    @BeforeEach
    void libtorchHasTheOperators() {
        assumeTrue(WeightLayout.PACKED.isAvailable(), "this libtorch has no oneDNN");
    }

    private static Tensor normal(long seed, long... sizes) {
        try (Rng rng = Rng.seeded(seed)) {
            return rng.normal(Shape.of(sizes));
        }
    }

    private static Tensor kernel(long out, long in) {
        return normal(1, out, in, 3, 3).mul(1 / Math.sqrt(9.0 * in));
    }

    private static Tensor convolved(Tensor x, Tensor weight, @Nullable Tensor bias) {
        try (WinogradConvolution convolution = new WinogradConvolution(weight, bias)) {
            return convolution.of(x);
        }
    }

    /** Root mean square of the difference beside that of what is expected. */
    private static double error(Tensor got, Tensor expected) {
        Tensor difference = got.to(DType.FLOAT64).sub(expected);
        return Math.sqrt(
                difference.square().mean().item() / expected.square().mean().item());
    }

    @ParameterizedTest
    @CsvSource({"1, 6, 8", "3, 7, 8", "2, 8, 5", "1, 5, 7", "1, 2, 2", "1, 1, 1"})
    void itIsTheConvolution(long pictures, long height, long width) {
        Tensor weight = kernel(64, 32);
        Tensor bias = normal(2, 64);
        Tensor x = normal(3, pictures, 32, height, width);
        double[] expected = Naive.conv2d(x, weight, bias, 1, 1);
        assertClose(convolved(x, weight, bias), expected, 1e-5);
        assertClose(convolved(x.channelsLast(), weight, bias), expected, 1e-5);
        Tensor none = Tensors.zeros(bias.shape(), bias.placement());
        assertClose(convolved(x, weight, null), Naive.conv2d(x, weight, none, 1, 1), 1e-5);
        assertThat(convolved(x, weight, bias).shape()).isEqualTo(Shape.of(pictures, 64, height, width));
    }

    /** More rows than are made at once; in bfloat16 inputs, weights, products and sums are each rounded by 1/600 of themselves. */
    @ParameterizedTest
    @CsvSource({
        "FLOAT32, 1, 135, 200, 1e-6",
        "FLOAT32, 2, 136, 200, 1e-6",
        "BFLOAT16, 1, 135, 200, 0.006",
        "BFLOAT16, 2, 136, 200, 0.006"
    })
    void aLargeMapIsTheConvolution(DType dtype, long pictures, long height, long width, double rounding) {
        assumeTrue(WeightLayout.PACKED.suits(Shape.of(64, 256, 3, 3), dtype), "this processor multiplies no bfloat16");
        Tensor weight = kernel(64, 256);
        Tensor bias = normal(2, 64);
        Tensor x = normal(3, pictures, 256, height, width).to(dtype);
        assertThat(Bands.rows(x.shape(), dtype)).isLessThan(height);
        Tensor expected =
                Functional.conv2d(x.to(DType.FLOAT64), weight.to(DType.FLOAT64), bias.to(DType.FLOAT64), 1, 1);
        Tensor got = convolved(x.channelsLast(), weight.to(dtype), bias.to(dtype));
        assertThat(got.dtype()).isEqualTo(dtype);
        assertThat(got.liesPixelByPixel()).isTrue();
        assertThat(error(got, expected)).isBetween(1e-9, rounding);
    }

    /** Four of them are more than is convolved at once. */
    @ParameterizedTest
    @CsvSource({"FLOAT32, 320, 320, 64", "BFLOAT16, 320, 320, 64", "FLOAT32, 1280, 640, 32", "BFLOAT16, 1280, 640, 32"})
    void aPictureIsTheSameInAnyBatch(DType dtype, long in, long out, long side) {
        assumeTrue(WeightLayout.PACKED.suits(Shape.of(out, in, 3, 3), dtype), "this processor multiplies no bfloat16");
        Tensor x = normal(3, 4, in, side, side).to(dtype).channelsLast();
        try (WinogradConvolution convolution = new WinogradConvolution(
                kernel(out, in).to(dtype), normal(2, out).to(dtype))) {
            Tensor all = convolution.of(x);
            for (long i = 0; i < 4; i++) {
                assertClose(all.narrow(0, i, 1), convolution.of(x.narrow(0, i, 1)), 0);
            }
        }
    }

    @Test
    void whatHasMuchToMultiplyIsDoneSo() {
        Shape many = Shape.of(256, 256, 3, 3);
        assertThat(WinogradConvolution.isWorthwhile(many, 64 * 64)).isTrue();
        assertThat(WinogradConvolution.isWorthwhile(many, 32 * 32))
                .as("1.2 GFLOP")
                .isFalse();
        assertThat(WinogradConvolution.isWorthwhile(Shape.of(640, 640, 3, 3), 32 * 32))
                .isTrue();
        assertThat(WinogradConvolution.isWorthwhile(Shape.of(1280, 1280, 3, 3), 16 * 16))
                .as("a small map")
                .isFalse();
        assertThat(WinogradConvolution.isWorthwhile(Shape.of(128, 256, 3, 3), 256 * 256))
                .as("few channels")
                .isFalse();
        assertThat(WinogradConvolution.isWorthwhile(Shape.of(2560, 2560, 1, 1), 64 * 64))
                .as("one pixel")
                .isFalse();
    }

    /** What layers have weights laid out for, and what they do with plain ones. */
    @Test
    void largeConvolutionsAreDoneSo() {
        Tensor weight = kernel(256, 256);
        Tensor x = normal(3, 1, 256, 64, 64);
        Convolution convolution = new Convolution(weight, normal(2, 256));
        Tensor expected = convolved(x, weight, convolution.bias());
        assertClose(Grad.off(() -> FeatureMaps.convolve(x, convolution)), expected, 0);
        Features features = new Features(DType.FLOAT32, 64 * 64);
        try (FixedProduct same = WeightLayout.PACKED.convolution(
                        weight.copy().pin(), normal(2, 256).pin(), 1, 1, features);
                FixedProduct halving = WeightLayout.PACKED.convolution(
                        weight.copy().pin(), normal(2, 256).pin(), 2, 1, features);
                FixedProduct shrinking = WeightLayout.PACKED.convolution(
                        weight.copy().pin(), normal(2, 256).pin(), 1, 0, features)) {
            assertClose(same.of(x), expected, 0);
            assertThat(halving.of(x).shape()).isEqualTo(Shape.of(1, 256, 32, 32));
            assertThat(shrinking.of(x).shape()).isEqualTo(Shape.of(1, 256, 62, 62));
        }
    }

    @Test
    void recomputedForItsGradientItIsTheSame() {
        Convolution convolution = new Convolution(kernel(256, 256), normal(2, 256));
        Tensor x = normal(3, 1, 256, 64, 64).requireGrad();
        double[] recorded = FeatureMaps.convolve(x, convolution).toDoubles();
        try (Recomputation open = Recomputation.open()) {
            Tensor made = Recomputation.of(List.of(x), inputs -> FeatureMaps.convolve(inputs.get(0), convolution));
            assertClose(made, recorded, 0);
        }
    }

    /** In bands of a map, each with the rows beside it, and of a map of twice the sides; in memory as they came. */
    @ParameterizedTest
    @CsvSource({"1, 131, 128", "2, 96, 128", "1, 128, 127"})
    void bandsAreTheWhole(long pictures, long height, long width) {
        Convolution convolution = new Convolution(kernel(256, 256), normal(2, 256));
        Normalisation norm = new Normalisation(32, normal(4, 256).add(1), normal(5, 256), 1e-6);
        Tensor x = normal(3, pictures, 256, height, width).add(1);
        for (UnaryOperator<Tensor> operation : List.<UnaryOperator<Tensor>>of(
                map -> FeatureMaps.convolve(map, convolution),
                map -> FeatureMaps.activateAndConvolve(map, norm, convolution),
                map -> FeatureMaps.doubleAndConvolve(map.narrow(2, 0, 65), convolution))) {
            Tensor whole = operation.apply(x).to(DType.FLOAT64); // a gradient could be asked for
            assertThat(error(Grad.off(() -> operation.apply(x)), whole)).isBetween(1e-9, ROUNDING);
            Tensor laidOut = Grad.off(() -> operation.apply(FeatureMaps.laidOut(x)));
            assertThat(error(laidOut, whole)).isBetween(1e-9, ROUNDING);
        }
    }
}

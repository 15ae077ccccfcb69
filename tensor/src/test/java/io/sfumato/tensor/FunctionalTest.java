package io.sfumato.tensor;

import static io.sfumato.tensor.testkit.TensorAssert.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sfumato.tensor.testkit.Naive;
import io.sfumato.tensor.testkit.NoLeaks;
import io.sfumato.tensor.testkit.TensorAssert;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every operation against plain loops, in the two precisions whose rounding is small. */
@ExtendWith(NoLeaks.class)
class FunctionalTest {
    /** The largest rounding error of about unit bfloat16 numbers: eight bits of mantissa. */
    private static final double BFLOAT16_ROUNDING = 1 / 256.0;

    private static Tensor normal(long seed, DType dtype, long... sizes) {
        try (Rng rng = Rng.seeded(seed)) {
            return rng.normal(Shape.of(sizes)).to(dtype);
        }
    }

    private static double tolerance(DType dtype) {
        return dtype == DType.FLOAT64 ? 1e-13 : 2e-6;
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "FLOAT64"})
    void linearIsAMatrixProductAndABias(DType dtype) {
        Tensor x = normal(1, dtype, 5, 7);
        Tensor weight = normal(2, dtype, 3, 7);
        Tensor bias = normal(3, dtype, 3);
        assertClose(Functional.linear(x, weight, bias), Naive.linear(x, weight, bias), tolerance(dtype));
        Tensor none = Tensors.zeros(bias.shape(), bias.placement());
        assertClose(Functional.linear(x, weight, null), Naive.linear(x, weight, none), tolerance(dtype));
    }

    @ParameterizedTest
    @CsvSource({"3,1,1,FLOAT32", "3,2,1,FLOAT32", "3,2,0,FLOAT32", "1,1,0,FLOAT32", "3,2,1,FLOAT64", "3,1,0,FLOAT64"})
    void convolutionIsASumOverTheWindow(int kernel, int stride, int padding, DType dtype) {
        Tensor x = normal(1, dtype, 2, 3, 7, 6);
        Tensor weight = normal(2, dtype, 5, 3, kernel, kernel);
        Tensor bias = normal(3, dtype, 5);
        assertClose(
                Functional.conv2d(x, weight, bias, stride, padding),
                Naive.conv2d(x, weight, bias, stride, padding),
                tolerance(dtype));
    }

    @Test
    void aConvolutionDoesNotCareForTheMemoryOrder() {
        Tensor x = normal(1, DType.FLOAT32, 2, 8, 7, 6);
        Tensor weight = normal(2, DType.FLOAT32, 4, 8, 3, 3);
        Tensor bias = normal(3, DType.FLOAT32, 4);
        assertClose(
                Functional.conv2d(x.channelsLast(), weight.channelsLast(), bias, 1, 1),
                Naive.conv2d(x, weight, bias, 1, 1),
                2e-6);
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "FLOAT64"})
    void groupNormNormalisesGroupsOfChannels(DType dtype) {
        Tensor x = normal(1, dtype, 2, 6, 3, 4).mul(3).add(2);
        Tensor weight = normal(2, dtype, 6);
        Tensor bias = normal(3, dtype, 6);
        for (int groups : new int[] {1, 3, 6}) {
            assertClose(
                    Functional.groupNorm(x, groups, weight, bias, 1e-5),
                    Naive.groupNorm(x, groups, weight, bias, 1e-5),
                    tolerance(dtype));
        }
        // an epsilon as large as the variance halves it
        assertClose(
                Functional.groupNorm(x, 3, weight, bias, 9), Naive.groupNorm(x, 3, weight, bias, 9), tolerance(dtype));
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "FLOAT64"})
    void layerNormNormalisesTheLastDimension(DType dtype) {
        Tensor x = normal(1, dtype, 2, 3, 5).mul(3).add(2);
        Tensor weight = normal(2, dtype, 5);
        Tensor bias = normal(3, dtype, 5);
        assertClose(
                Functional.layerNorm(x, weight, bias, 1e-5), Naive.layerNorm(x, weight, bias, 1e-5), tolerance(dtype));
    }

    /** Of few and of many channels, small maps and large ones: libtorch has a way for each, and we have one more. */
    @ParameterizedTest
    @CsvSource({"8, 5", "64, 5", "8, 40", "64, 40"})
    void groupNormDoesNotCareForTheMemoryOrder(int channels, int side) {
        Tensor x = normal(1, DType.FLOAT32, 2, channels, side, side);
        Tensor weight = normal(2, DType.FLOAT32, channels);
        Tensor bias = normal(3, DType.FLOAT32, channels);
        Tensor normed = Functional.groupNorm(x.channelsLast(), 4, weight, bias, 1e-5);
        assertClose(normed, Naive.groupNorm(x, 4, weight, bias, 1e-5), 4e-6);
        assertThat(normed.liesPixelByPixel()).isTrue();
        Tensor rounded = x.to(DType.BFLOAT16);
        Tensor coarse = Functional.groupNorm(rounded.channelsLast(), 4, weight, bias, 1e-5);
        assertClose(coarse, Naive.groupNorm(rounded, 4, weight, bias, 1e-5), BFLOAT16_ROUNDING);
        assertThat(coarse.liesPixelByPixel()).isTrue();
    }

    /** libtorch's own loses three digits here where the channels of a pixel lie together. */
    @ParameterizedTest
    @CsvSource({"8, 5", "64, 5", "8, 40", "64, 40"})
    void groupNormIsPreciseFarFromZeroInAnyMemoryOrder(int channels, int side) {
        Tensor x = normal(1, DType.FLOAT32, 2, channels, side, side).add(50);
        Tensor weight = normal(2, DType.FLOAT32, channels);
        Tensor bias = normal(3, DType.FLOAT32, channels);
        double[] expected = Naive.groupNorm(x, 4, weight, bias, 1e-5);
        for (Tensor map : List.of(x, x.channelsLast())) {
            Tensor normed = Grad.off(() -> Functional.groupNorm(map, 4, weight, bias, 1e-5));
            assertClose(normed, expected, 5e-5);
            assertThat(normed.liesPixelByPixel()).isEqualTo(map.liesPixelByPixel());
        }
    }

    @Test
    void gradientsOfAGroupNormDoNotCareForTheMemoryOrder() {
        Tensor weight = normal(2, DType.FLOAT64, 8);
        Tensor bias = normal(3, DType.FLOAT64, 8);
        Tensor planar = normal(1, DType.FLOAT64, 2, 8, 5, 5).requireGrad();
        Tensor together = planar.detach().channelsLast().requireGrad();
        for (Tensor x : List.of(planar, together)) {
            Functional.groupNorm(x, 4, weight, bias, 1e-5).pow(3).sum().backward();
        }
        assertClose(together.grad(), planar.grad().toDoubles(), 1e-12);
    }

    /** Weights stay float32 beside bfloat16 images, and so do the statistics: a mean of 100 is taken off well. */
    @Test
    void normsOfBfloat16KeepTheirStatisticsInFloat32() {
        Tensor x = normal(1, DType.FLOAT32, 2, 6, 8, 8).mul(2).add(100).to(DType.BFLOAT16);
        Tensor weight = normal(2, DType.FLOAT32, 6);
        Tensor bias = normal(3, DType.FLOAT32, 6);
        Tensor grouped = Functional.groupNorm(x, 3, weight, bias, 1e-5);
        assertThat(grouped.dtype()).isEqualTo(DType.BFLOAT16);
        assertClose(grouped, Naive.groupNorm(x, 3, weight, bias, 1e-5), BFLOAT16_ROUNDING);
        Tensor tokens = x.reshape(2, 64, 6);
        Tensor layered = Functional.layerNorm(tokens, weight, bias, 1e-5);
        assertThat(layered.dtype()).isEqualTo(DType.BFLOAT16);
        assertClose(layered, Naive.layerNorm(tokens, weight, bias, 1e-5), BFLOAT16_ROUNDING);
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "FLOAT64"})
    void activationsAreTheirFormulas(DType dtype) {
        Tensor x = normal(1, dtype, 50).mul(2);
        assertClose(Functional.silu(x), Naive.each(x, v -> v / (1 + Math.exp(-v))), tolerance(dtype));
        assertClose(
                Functional.gelu(x), Naive.each(x, v -> v * 0.5 * (1 + Naive.erf(v / Math.sqrt(2)))), tolerance(dtype));
        assertClose(Functional.quickGelu(x), Naive.each(x, v -> v / (1 + Math.exp(-1.702 * v))), tolerance(dtype));
    }

    /** The approximation by tanh is off by 3e-4 here. */
    @Test
    void geluIsTheExactOne() {
        Tensor x = Tensors.of(new double[] {-2.3, 2.3}, Shape.of(2));
        assertThat(Functional.gelu(x).toDoubles()[1]).isCloseTo(2.275333, within(2e-6));
        assertThat(Functional.gelu(x).toDoubles()[0]).isCloseTo(-0.024667, within(2e-6));
    }

    /** Gated by GELU(1) = 0.841345 and GELU(−2) = −0.0455. */
    @Test
    void gegluGatesTheFirstHalfByTheSecond() {
        Tensor x = Tensors.of(new double[] {3, 10, 1, -2}, Shape.of(1, 4));
        assertClose(Functional.geglu(x), new double[] {3 * 0.841345, 10 * -0.045500}, 1e-5);
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "FLOAT64"})
    void softmaxOfADimensionSumsToOne(DType dtype) {
        Tensor x = normal(1, dtype, 3, 5);
        assertClose(Functional.softmax(x, -1), Naive.softmax(x), tolerance(dtype));
        Tensor columns = Functional.softmax(x.transpose(0, 1), 0).transpose(0, 1);
        assertClose(columns, Naive.softmax(x), tolerance(dtype));
    }

    @Test
    void embeddingLooksRowsUp() {
        Tensor table = Tensors.range(8).to(DType.FLOAT32).reshape(4, 2);
        Tensor indices = Tensors.of(new long[] {3, 0, 3, 1}, Shape.of(2, 2));
        Tensor found = Functional.embedding(table, indices);
        assertThat(found.shape()).isEqualTo(Shape.of(2, 2, 2));
        assertThat(found.toDoubles()).containsExactly(6, 7, 0, 1, 6, 7, 2, 3);
    }

    @Test
    void anEmbeddingLearnsTheRowsThatWereAskedFor() {
        Tensor table = Tensors.zeros(Shape.of(4, 2), Placement.FLOAT32).requireGrad();
        Functional.embedding(table, Tensors.of(new long[] {3, 0, 3}, Shape.of(3)))
                .sum()
                .backward();
        Tensor gradient = table.grad();
        assertThat(gradient).isNotNull();
        assertThat(gradient.toDoubles()).containsExactly(1, 1, 0, 0, 0, 0, 2, 2);
    }

    @Test
    void upsamplingRepeatsPixels() {
        Tensor x = Tensors.of(new double[] {1, 2, 3, 4}, Shape.of(1, 1, 2, 2));
        Tensor doubled = Functional.upsampleNearest(x);
        assertThat(doubled.shape()).isEqualTo(Shape.of(1, 1, 4, 4));
        assertThat(doubled.toDoubles()).containsExactly(1, 1, 2, 2, 1, 1, 2, 2, 3, 3, 4, 4, 3, 3, 4, 4);
    }

    /** A linear ramp stays one, apart from the borders, where there is nothing beyond to interpolate with. */
    @Test
    void resizingInterpolatesBetweenTheCentresOfPixels() {
        Tensor ramp = Tensors.range(4).to(DType.FLOAT64).reshape(1, 1, 1, 4);
        assertThat(Functional.resizeBilinear(ramp, 1, 8).toDoubles())
                .containsExactly(0, 0.25, 0.75, 1.25, 1.75, 2.25, 2.75, 3);
        Tensor x = normal(1, DType.FLOAT64, 2, 3, 4, 5);
        assertClose(Functional.resizeBilinear(x, 4, 5), x, 0);
        assertThat(Functional.resizeBilinear(x, 6, 2).shape()).isEqualTo(Shape.of(2, 3, 6, 2));
    }

    @Test
    void poolingAveragesSquares() {
        Tensor x = Tensors.range(16).to(DType.FLOAT64).reshape(1, 1, 4, 4);
        assertThat(Functional.averagePool(x).toDoubles()).containsExactly(2.5, 4.5, 10.5, 12.5);
        Tensor small = normal(1, DType.FLOAT64, 2, 3, 2, 5);
        assertClose(Functional.averagePool(Functional.upsampleNearest(small)), small, 1e-15);
    }

    @Test
    void paddingIsAtTheRightAndTheBottom() {
        Tensor x = Tensors.of(new double[] {1, 2, 3, 4}, Shape.of(1, 1, 2, 2));
        Tensor padded = Functional.padRightBottom(x, 1, 2);
        assertThat(padded.shape()).isEqualTo(Shape.of(1, 1, 4, 3));
        assertThat(padded.toDoubles()).containsExactly(1, 2, 0, 3, 4, 0, 0, 0, 0, 0, 0, 0);
    }

    /** Channel c · side² + row · side + column holds that pixel of each square. */
    @Test
    void unshufflingFoldsSquaresIntoChannels() {
        Tensor x = Tensors.range(32).to(DType.FLOAT32).reshape(1, 2, 4, 4);
        Tensor folded = Functional.pixelUnshuffle(x, 2);
        assertThat(folded.shape()).isEqualTo(Shape.of(1, 8, 2, 2));
        assertThat(folded.select(1, 0).toDoubles()).containsExactly(0, 2, 8, 10);
        assertThat(folded.select(1, 1).toDoubles()).containsExactly(1, 3, 9, 11);
        assertThat(folded.select(1, 2).toDoubles()).containsExactly(4, 6, 12, 14);
        assertThat(folded.select(1, 4).toDoubles()).containsExactly(16, 18, 24, 26);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void shufflingUndoesUnshuffling(int side) {
        Tensor x = normal(1, DType.FLOAT32, 2, 3, 8, 12);
        Tensor back = Functional.pixelShuffle(Functional.pixelUnshuffle(x, side), side);
        assertThat(back.toDoubles()).containsExactly(x.toDoubles());
    }

    @Test
    void dropoutZeroesItsShareAndScalesTheRest() {
        try (Rng rng = Rng.seeded(5)) {
            Tensor dropped = Functional.dropout(
                    Tensors.full(Shape.of(10_000), 3, Placement.FLOAT32), 0.25, rng.uniform(Shape.of(10_000)));
            double[] values = dropped.toDoubles();
            assertThat(values).containsOnly(0, 4);
            assertThat(Arrays.stream(values).filter(v -> v == 0).count()).isBetween(2_300L, 2_700L);
        }
    }

    @Test
    void theComparisonItselfNoticesAWrongElement() {
        Tensor x = normal(1, DType.FLOAT64, 2, 2);
        double[] values = x.toDoubles();
        values[3] += 1e-3;
        assertThat(TensorAssert.relativeDifference(x, Tensors.of(values, x.shape())))
                .isGreaterThan(1e-4);
    }
}

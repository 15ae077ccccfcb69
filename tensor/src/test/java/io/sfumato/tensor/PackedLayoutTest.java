package io.sfumato.tensor;

import static io.sfumato.tensor.testkit.TensorAssert.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sfumato.tensor.testkit.Naive;
import io.sfumato.tensor.testkit.NoLeaks;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(NoLeaks.class)
class PackedLayoutTest {
    /** Of sums of some hundred products of normal numbers, in float32. */
    private static final double ROUNDING = 1e-4;

    private static final double BFLOAT16_ROUNDING = 1 / 128.0;

    @BeforeEach
    void libtorchHasTheOperators() {
        assumeTrue(WeightLayout.PACKED.isAvailable(), "this libtorch has no oneDNN");
    }

    private static Tensor normal(long seed, long... sizes) {
        try (Rng rng = Rng.seeded(seed)) {
            return rng.normal(Shape.of(sizes));
        }
    }

    /** Of copies, which it takes over. */
    private static FixedProduct linear(Tensor weight, @Nullable Tensor bias) {
        return WeightLayout.PACKED.linear(own(weight), bias == null ? null : own(bias));
    }

    private static FixedProduct convolution(Tensor weight, @Nullable Tensor bias, long stride, long padding) {
        return WeightLayout.PACKED.convolution(
                own(weight), bias == null ? null : own(bias), stride, padding, new Features(weight.dtype(), 64));
    }

    private static Tensor own(Tensor tensor) {
        return tensor.copy().pin();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 7, 64, 1000})
    void aLinearMapIsTheSameForAnyNumberOfRows(long rows) {
        Tensor weight = normal(1, 96, 64);
        Tensor bias = normal(2, 96);
        Tensor x = normal(3, rows, 64);
        try (FixedProduct product = linear(weight, bias);
                FixedProduct without = linear(weight, null)) {
            assertClose(product.of(x.reshape(1, rows, 64)), Naive.linear(x, weight, bias), ROUNDING);
            Tensor none = Tensors.zeros(bias.shape(), bias.placement());
            assertClose(without.of(x), Naive.linear(x, weight, none), ROUNDING);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 7, 1000})
    void aGateIsAHalfTimesTheGeluOfTheOther(long rows) {
        Tensor weight = normal(1, 2 * 96, 64).mul(0.2);
        Tensor bias = normal(2, 2 * 96);
        Tensor x = normal(3, rows, 64);
        try (FixedProduct gate = WeightLayout.PACKED.gate(own(weight), own(bias))) {
            double[] both = Naive.linear(x, weight, bias);
            Tensor expected = Functional.geglu(Tensors.of(both, Shape.of(rows, 2 * 96)));
            assertClose(gate.of(x), expected.toDoubles(), ROUNDING);
        }
    }

    @ParameterizedTest
    @CsvSource({"3,1,1", "3,2,1", "3,2,0", "1,1,0"})
    void aConvolutionIsTheSameForMapsOfAnySizeOneAfterTheOther(int kernel, int stride, int padding) {
        Tensor weight = normal(1, 96, 64, kernel, kernel);
        Tensor bias = normal(2, 96);
        try (FixedProduct product = convolution(weight, bias, stride, padding)) {
            for (long side : new long[] {4, 9, 4, 17}) {
                for (long pictures : new long[] {1, 3}) {
                    Tensor x = normal(side, pictures, 64, side, side + 1);
                    double[] expected = Naive.conv2d(x, weight, bias, stride, padding);
                    assertClose(product.of(x), expected, 5 * ROUNDING);
                    assertClose(product.of(x.channelsLast()), expected, 5 * ROUNDING);
                }
            }
        }
    }

    /** What a file lends may be gone before the product is. */
    @Test
    void biasesAreCopied() {
        Tensor bias = normal(2, 96);
        Tensor x = normal(3, 1, 64, 8, 8);
        try (FixedProduct linear = WeightLayout.PACKED.linear(
                        own(normal(1, 96, 64)), bias.detach().pin());
                FixedProduct convolution = WeightLayout.PACKED.convolution(
                        own(normal(1, 96, 64, 3, 3)), bias.detach().pin(), 1, 1, new Features(x.dtype(), 64))) {
            Tensor tokens = x.reshape(64, 64);
            double[] multiplied = linear.of(tokens).toDoubles();
            double[] convolved = convolution.of(x).toDoubles();
            bias.addInPlace(1);
            assertThat(linear.of(tokens).toDoubles()).containsExactly(multiplied);
            assertThat(convolution.of(x).toDoubles()).containsExactly(convolved);
        }
    }

    @Test
    void bfloat16StaysBfloat16() {
        assumeTrue(WeightLayout.PACKED.suits(Shape.of(64, 64, 3, 3), DType.BFLOAT16), "no bfloat16 here");
        Tensor x = normal(1, 1, 64, 8, 8).to(DType.BFLOAT16);
        Tensor weight = normal(2, 64, 64, 3, 3).to(DType.BFLOAT16);
        try (FixedProduct product = convolution(weight, null, 1, 1)) {
            Tensor got = product.of(x);
            assertThat(got.dtype()).isEqualTo(DType.BFLOAT16);
            Tensor expected = Functional.conv2d(x.to(DType.FLOAT32), weight.to(DType.FLOAT32), null, 1, 1);
            Tensor difference = got.to(DType.FLOAT32).sub(expected);
            assertThat(Math.sqrt(difference.square().mean().item()
                            / expected.square().mean().item()))
                    .isLessThan(BFLOAT16_ROUNDING);
        }
    }

    @Test
    void onlyFullBlocksAreTaken() {
        assertThat(WeightLayout.PACKED.suits(Shape.of(320, 4, 3, 3), DType.FLOAT32))
                .isFalse();
        assertThat(WeightLayout.PACKED.suits(Shape.of(48, 64), DType.FLOAT32)).isFalse();
        assertThat(WeightLayout.PACKED.suits(Shape.of(64, 64), DType.FLOAT64)).isFalse();
        assertThat(WeightLayout.PACKED.suits(Shape.of(320, 960, 3, 3), DType.FLOAT32))
                .isTrue();
    }
}

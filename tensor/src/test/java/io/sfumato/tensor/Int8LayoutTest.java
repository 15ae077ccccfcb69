package io.sfumato.tensor;

import static io.sfumato.tensor.testkit.TensorAssert.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sfumato.tensor.testkit.Naive;
import io.sfumato.tensor.testkit.NoLeaks;
import java.util.Arrays;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(NoLeaks.class)
class Int8LayoutTest {
    /** Of 254 steps between the ends of normal numbers, and as many of the weights: about a step's half each. */
    private static final double ROUNDING = 0.02;

    @BeforeEach
    void machineHasTheInstructions() {
        assumeTrue(WeightLayout.INT8.isAvailable(), "this processor multiplies no 8-bit integers");
    }

    /** Whole numbers from {@code low} to {@code high}, both of which there are. */
    private static Tensor whole(long seed, double low, double high, long... sizes) {
        try (Rng rng = Rng.seeded(seed)) {
            Tensor drawn = rng.uniform(Shape.of(sizes)).mul(high - low + 1).add(low - 0.5);
            Tensor rounded = Tensor.wrap(drawn.handle().round()).clamp(low, high);
            rounded.reshape(-1).narrow(0, 0, 2).copyInPlace(Tensors.of(new double[] {low, high}, Shape.of(2)));
            return rounded;
        }
    }

    /** Weights whose numbers are what they are: each channel has one of 127. */
    private static Tensor weights(long out, long... rest) {
        long[] sizes =
                LongStream.concat(LongStream.of(out), Arrays.stream(rest)).toArray();
        Tensor weights = whole(2, -126, 126, sizes);
        weights.reshape(out, -1).narrow(1, 1, 1).copyInPlace(Tensors.full(Shape.of(out, 1), -127, Placement.FLOAT32));
        return weights;
    }

    private static Tensor normal(long seed, long... sizes) {
        try (Rng rng = Rng.seeded(seed)) {
            return rng.normal(Shape.of(sizes));
        }
    }

    /** Of copies, which it takes over. */
    private static FixedProduct linear(Tensor weight, @Nullable Tensor bias) {
        return WeightLayout.INT8.linear(own(weight), bias == null ? null : own(bias));
    }

    private static FixedProduct convolution(Tensor weight, @Nullable Tensor bias, long stride, long padding) {
        return WeightLayout.INT8.convolution(
                own(weight), bias == null ? null : own(bias), stride, padding, new Features(weight.dtype(), 64));
    }

    private static Tensor own(Tensor tensor) {
        return tensor.copy().pin();
    }

    private static double error(Tensor got, Tensor expected) {
        double difference = got.to(DType.FLOAT32).sub(expected).square().mean().item();
        return Math.sqrt(difference / expected.square().mean().item());
    }

    @ParameterizedTest
    @CsvSource({"-127,127", "0,254", "-254,0", "-20,234"})
    void whatEightBitsHoldIsExactInALinearMap(double low, double high) {
        Tensor x = whole(1, low, high, 3, 5, 48);
        Tensor weight = weights(20, 48);
        Tensor bias = normal(3, 20);
        try (FixedProduct product = linear(weight, bias)) {
            Tensor expected = Functional.linear(x.to(DType.FLOAT64), weight.to(DType.FLOAT64), bias.to(DType.FLOAT64));
            assertClose(product.of(x).to(DType.FLOAT64), expected, 0.01); // of sums up to a million, in float32
        }
    }

    @ParameterizedTest
    @CsvSource({
        "3,1,1,-127,127",
        "3,1,1,0,254",
        "3,1,1,-254,0",
        "3,2,1,-20,234",
        "3,2,0,-127,127",
        "1,1,0,-127,127",
        "3,2,1,0,254"
    })
    void whatEightBitsHoldIsExactInAConvolution(int kernel, int stride, int padding, double low, double high) {
        Tensor x = whole(1, low, high, 1, 32, 7, 9);
        Tensor weight = weights(20, 32, kernel, kernel);
        Tensor bias = normal(3, 20);
        try (FixedProduct product = convolution(weight, bias, stride, padding)) {
            assertClose(
                    product.of(x), Naive.conv2d(x, weight, bias, stride, padding), 0.25); // of sums up to two millions
        }
    }

    @Test
    void sizesMayChangeFromCallToCall() {
        Tensor weight = weights(16, 16, 3, 3);
        try (FixedProduct product = convolution(weight, null, 1, 1)) {
            for (long side : new long[] {3, 64, 5, 17}) {
                Tensor x = whole(side, -127, 127, 1, 16, side, side + 1);
                Tensor none = Tensors.zeros(Shape.of(16), Placement.FLOAT32);
                assertClose(product.of(x), Naive.conv2d(x, weight, none, 1, 1), 0.25);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "BFLOAT16"})
    void othersAreRoundedByLittle(DType dtype) {
        Tensor tokens = normal(1, 1, 64, 320);
        Tensor linear = normal(2, 96, 320);
        try (FixedProduct product = linear(linear, null)) {
            Tensor got = product.of(tokens.to(dtype));
            assertThat(got.dtype()).isEqualTo(dtype);
            assertThat(error(got, Functional.linear(tokens, linear, null))).isBetween(1e-4, ROUNDING);
        }
        Tensor map = normal(3, 1, 64, 16, 16);
        Tensor kernel = normal(4, 96, 64, 3, 3);
        try (FixedProduct product = convolution(kernel.to(dtype), normal(5, 96).to(dtype), 1, 1)) {
            Tensor got = product.of(map.to(dtype));
            assertThat(got.dtype()).isEqualTo(dtype);
            assertThat(error(got, Functional.conv2d(map, kernel, normal(5, 96), 1, 1)))
                    .isBetween(1e-4, ROUNDING);
        }
    }

    @Test
    void aSmallChannelIsAsExactAsALargeOne() {
        Tensor x = normal(1, 1, 64, 320);
        Tensor weight = normal(2, 32, 320);
        weight.narrow(0, 0, 16).mulInPlace(1e-4);
        try (FixedProduct product = linear(weight, null)) {
            Tensor expected = Functional.linear(x, weight, null);
            assertThat(error(product.of(x).narrow(2, 0, 16), expected.narrow(2, 0, 16)))
                    .isLessThan(ROUNDING);
        }
    }

    @Test
    void nothingComesOfNothing() {
        Tensor zeros = Tensors.zeros(Shape.of(1, 32, 4, 4), Placement.FLOAT32);
        Tensor bias = normal(1, 16);
        try (FixedProduct product = convolution(weights(16, 32, 3, 3), bias, 1, 1)) {
            assertClose(product.of(zeros), bias.reshape(1, 16, 1, 1).expand(1, 16, 4, 4), 0);
        }
        try (FixedProduct product = linear(Tensors.zeros(Shape.of(16, 32), Placement.FLOAT32), bias)) {
            assertClose(product.of(normal(2, 1, 32)), bias.reshape(1, 16), 0);
        }
    }

    @Test
    void threadsChangeNothing() {
        Tensor x = normal(1, 1, 64, 32, 32);
        int threads = Threads.count();
        try (FixedProduct product = convolution(normal(2, 64, 64, 3, 3), null, 1, 1)) {
            Tensor with = product.of(x);
            Threads.use(1);
            assertClose(product.of(x), with, 0);
        } finally {
            Threads.use(threads);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY})
    void whatIsNoNumberIsRefused(double value) {
        Tensor x = normal(1, 1, 32);
        x.narrow(1, 7, 1).copyInPlace(Tensors.full(Shape.of(1, 1), value, Placement.FLOAT32));
        try (FixedProduct product = linear(normal(2, 16, 32), null)) {
            assertThatThrownBy(() -> product.of(x))
                    .isInstanceOf(TensorException.class)
                    .hasMessageContaining("8 bits cannot tell apart");
        }
    }
}

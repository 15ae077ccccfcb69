package io.sfumato.tensor;

import static io.sfumato.tensor.testkit.TensorAssert.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sfumato.tensor.testkit.Naive;
import io.sfumato.tensor.testkit.NoLeaks;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What graphics processors are given, on the processor. */
@ExtendWith(NoLeaks.class)
class ChannelsLastLayoutTest {
    private static Tensor normal(long seed, long... sizes) {
        try (Rng rng = Rng.seeded(seed)) {
            return rng.normal(Shape.of(sizes));
        }
    }

    /** Of copies, which it takes over. */
    private static FixedProduct convolution(Tensor weight, @Nullable Tensor bias, long stride, long padding) {
        return WeightLayout.CHANNELS_LAST.convolution(
                weight.copy().pin(),
                bias == null ? null : bias.copy().pin(),
                stride,
                padding,
                new Features(weight.dtype(), 64));
    }

    /** Planes and pixels come in, pixels go out. */
    @ParameterizedTest
    @CsvSource({"3,1,1", "3,2,1", "3,2,0", "1,1,0"})
    void aConvolutionIsItsDefinitionAndLeavesPixels(int kernel, int stride, int padding) {
        Tensor weight = normal(1, 32, 64, kernel, kernel);
        Tensor bias = normal(2, 32);
        Tensor x = normal(3, 2, 64, 9, 8);
        double[] expected = Naive.conv2d(x, weight, bias, stride, padding);
        Tensor none = Tensors.zeros(bias.shape(), bias.placement());
        try (FixedProduct product = convolution(weight, bias, stride, padding);
                FixedProduct without = convolution(weight, null, stride, padding)) {
            for (Tensor map : new Tensor[] {x, x.channelsLast()}) {
                Tensor y = product.of(map);
                assertClose(y, expected, 2e-4);
                assertThat(y.liesPixelByPixel()).isTrue();
            }
            assertClose(without.of(x), Naive.conv2d(x, weight, none, stride, padding), 2e-4);
        }
    }

    @ParameterizedTest
    @CsvSource({"FLOAT16, 0.002", "BFLOAT16, 0.016"})
    void thePrecisionStays(DType dtype, double rounding) {
        Tensor x = normal(1, 1, 32, 8, 8).to(dtype);
        Tensor weight = normal(2, 32, 32, 3, 3).div(17).to(dtype);
        try (FixedProduct product = convolution(weight, null, 1, 1)) {
            Tensor y = product.of(x);
            assertThat(y.dtype()).isEqualTo(dtype);
            Tensor none = Tensors.zeros(Shape.of(32), weight.placement());
            assertClose(y, Naive.conv2d(x, weight, none, 1, 1), rounding * 4);
        }
    }

    @Test
    void itIsForNumbersOfSixteenBitsOnGraphicsProcessors() {
        for (Device device : new Device[] {Device.cuda(0), Device.META}) {
            assertThat(WeightLayout.CHANNELS_LAST.serves(Placement.FLOAT16.on(device)))
                    .isTrue();
            assertThat(WeightLayout.CHANNELS_LAST.serves(Placement.BFLOAT16.on(device)))
                    .isTrue();
            assertThat(WeightLayout.CHANNELS_LAST.serves(Placement.FLOAT32.on(device)))
                    .isFalse();
            assertThat(WeightLayout.PACKED.serves(Placement.BFLOAT16.on(device)))
                    .isFalse();
            assertThat(WeightLayout.INT8.serves(Placement.BFLOAT16.on(device))).isFalse();
        }
        assertThat(WeightLayout.CHANNELS_LAST.serves(Placement.BFLOAT16)).isFalse();
    }

    @Test
    void onlyConvolutionsAreLaidOut() {
        assertThat(WeightLayout.CHANNELS_LAST.suits(Shape.of(4, 320, 3, 3), DType.FLOAT16))
                .isTrue();
        assertThat(WeightLayout.CHANNELS_LAST.suits(Shape.of(320, 320), DType.FLOAT16))
                .isFalse();
        Tensor weight = normal(1, 4, 4);
        assertThatThrownBy(() -> WeightLayout.CHANNELS_LAST.linear(weight, null))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> WeightLayout.CHANNELS_LAST.gate(weight, weight))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void theOtherLayersOfANetworkHaveTheSameUnlessItIsTooCoarse() {
        assertThat(WeightLayout.CHANNELS_LAST.beside()).isEqualTo(WeightLayout.CHANNELS_LAST);
        assertThat(WeightLayout.PACKED.beside()).isEqualTo(WeightLayout.PACKED);
        assertThat(WeightLayout.INT8.beside()).isEqualTo(WeightLayout.PACKED);
    }

    /** As group norm leaves them on a graphics processor. */
    @Test
    void planesBecomePixelsWhereTheyWerePixels() {
        Tensor planes = normal(1, 2, 4, 3, 5);
        Tensor pixels = planes.channelsLast();
        assertThat(Functional.inTheOrderOf(planes, planes)).isSameAs(planes);
        Tensor made = Functional.inTheOrderOf(pixels, planes);
        assertThat(made.liesPixelByPixel()).isTrue();
        assertThat(made.toFloats()).isEqualTo(planes.toFloats());
    }

    /** What lies between convolutions: else each would have to bring its map into order. */
    @Test
    void whatIsMadeOfPixelsIsPixels() {
        Tensor x = normal(1, 2, 8, 4, 6).channelsLast();
        Map<String, Tensor> made = Map.of(
                "silu", Functional.silu(x),
                "cat", Tensors.cat(1, x, x),
                "sum", x.add(x),
                "shift of channels", x.add(normal(2, 2, 8, 1, 1)),
                "half of the channels, scaled",
                        x.mul(normal(3, 2, 8, 1, 1).chunk(1, 1).get(0)),
                "doubled", Functional.upsampleNearest(x),
                "resized", Functional.resizeNearest(x, 7, 9),
                "halved", Functional.averagePool(x),
                "padded", Functional.padRightBottom(x, 1, 1),
                "rounded", x.to(DType.FLOAT16));
        made.forEach((name, map) -> assertThat(map.liesPixelByPixel()).as(name).isTrue());
        Tensor tokens = x.reshape(2, 8, -1).transpose(1, 2);
        assertThat(tokens.isContiguous()).isTrue();
        assertThat(tokens.contiguous().transpose(1, 2).reshape(2, 8, 4, 6).liesPixelByPixel())
                .isTrue();
    }

    @Test
    void mapsElsewhereAreLaidOutInSixteenBitsAlone() {
        for (DType dtype : new DType[] {DType.FLOAT16, DType.BFLOAT16, DType.FLOAT32}) {
            Tensor x = Tensors.zeros(Shape.of(2, 3, 4, 5), new Placement(Device.META, dtype));
            assertThat(Grad.off(() -> FeatureMaps.laidOut(x)).liesPixelByPixel())
                    .isEqualTo(dtype != DType.FLOAT32);
            assertThat(FeatureMaps.laidOut(x)).isSameAs(x);
        }
    }
}

package io.sfumato.tensor;

import static io.sfumato.tensor.testkit.TensorAssert.relativeDifference;
import static org.assertj.core.api.Assertions.assertThat;

import io.sfumato.tensor.testkit.NoLeaks;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Results and gradients of the fast precisions against float64, where libraries were found wrong. */
@ExtendWith(NoLeaks.class)
class GradientPrecisionTest {
    private static Tensor normal(long seed, DType dtype, long... sizes) {
        try (Rng rng = Rng.seeded(seed)) {
            return rng.normal(Shape.of(sizes)).to(dtype);
        }
    }

    /** Sizes that came out wrong on a processor with AVX-512: see {@code Functional.CHANNEL_BLOCK}. */
    @ParameterizedTest
    @CsvSource({
        "32, 8, 3, 1",
        "32, 24, 3, 1",
        "8, 32, 3, 1",
        "24, 16, 3, 1",
        "48, 16, 3, 2",
        "4, 32, 3, 2",
        "64, 8, 3, 2",
        "1, 1, 3, 1",
        "3, 128, 3, 1",
        "128, 3, 3, 1",
        "1, 8, 1, 1",
        "64, 64, 3, 1",
        "64, 64, 3, 2"
    })
    void aConvolutionAndItsGradientsAreRightForAnyNumberOfChannels(int in, int out, int kernel, int stride) {
        List<Tensor> exact = convolved(DType.FLOAT64, in, out, kernel, stride);
        List<Tensor> single = convolved(DType.FLOAT32, in, out, kernel, stride);
        List<Tensor> half = convolved(DType.BFLOAT16, in, out, kernel, stride);
        for (int i = 0; i < exact.size(); i++) {
            assertThat(relativeDifference(single.get(i), exact.get(i))).isLessThan(2e-6);
            assertThat(relativeDifference(half.get(i), exact.get(i))).isLessThan(0.02);
        }
    }

    /** The result of a convolution in some precision, and the gradients of what went in, all float64. */
    private static List<Tensor> convolved(DType dtype, int in, int out, int kernel, int stride) {
        Tensor x = normal(1, DType.FLOAT64, 2, in, 8, 8).requireGrad();
        Tensor weight = normal(2, DType.FLOAT64, out, in, kernel, kernel).requireGrad();
        Tensor bias = normal(3, DType.FLOAT64, out).requireGrad();
        Tensor y = Functional.conv2d(x.to(dtype), weight.to(dtype), bias.to(dtype), stride, kernel / 2)
                .to(DType.FLOAT64);
        y.square().mean().backward();
        return List.of(y.detach(), x.grad(), weight.grad(), bias.grad());
    }

    /** Many tokens and full blocks of channels are convolved, others multiplied. */
    @ParameterizedTest
    @CsvSource({"64, 16, 32", "640, 256, 512", "63, 16, 32", "200, 24, 32", "200, 32, 24", "1, 8, 8"})
    void aLinearMapAndItsGradientsAreRightForAnySize(int tokens, int in, int out) {
        List<Tensor> exact = mapped(DType.FLOAT64, tokens, in, out);
        List<Tensor> single = mapped(DType.FLOAT32, tokens, in, out);
        List<Tensor> half = mapped(DType.BFLOAT16, tokens, in, out);
        for (int i = 0; i < exact.size(); i++) {
            assertThat(single.get(i).shape()).isEqualTo(exact.get(i).shape());
            assertThat(relativeDifference(single.get(i), exact.get(i))).isLessThan(2e-6);
            assertThat(relativeDifference(half.get(i), exact.get(i))).isLessThan(0.02);
        }
    }

    private static List<Tensor> mapped(DType dtype, int tokens, int in, int out) {
        Tensor x = normal(1, DType.FLOAT64, 2, tokens, in).requireGrad();
        Tensor weight = normal(2, DType.FLOAT64, out, in).requireGrad();
        Tensor bias = normal(3, DType.FLOAT64, out).requireGrad();
        Tensor y = Functional.linear(x.to(dtype).transpose(0, 1), weight.to(dtype), bias.to(dtype))
                .to(DType.FLOAT64);
        y.square().mean().backward();
        return List.of(y.detach(), x.grad(), weight.grad(), bias.grad());
    }

    @ParameterizedTest
    @CsvSource({"3, 5, 7, 4", "8, 64, 64, 64", "2, 600, 600, 40", "2, 300, 77, 16"})
    void attentionAndItsGradientsAreRightForAnySize(int heads, int queries, int keys, int width) {
        List<Tensor> exact = attended(DType.FLOAT64, heads, queries, keys, width);
        List<Tensor> single = attended(DType.FLOAT32, heads, queries, keys, width);
        List<Tensor> half = attended(DType.BFLOAT16, heads, queries, keys, width);
        for (int i = 0; i < exact.size(); i++) {
            assertThat(relativeDifference(single.get(i), exact.get(i))).isLessThan(4e-6);
            assertThat(relativeDifference(half.get(i), exact.get(i))).isLessThan(0.03);
        }
    }

    private static List<Tensor> attended(DType dtype, int heads, int queries, int keys, int width) {
        Tensor q = normal(1, DType.FLOAT64, heads, queries, width).requireGrad();
        Tensor k = normal(2, DType.FLOAT64, heads, keys, width).requireGrad();
        Tensor v = normal(3, DType.FLOAT64, heads, keys, width).requireGrad();
        Tensor y = Attention.of(q.to(dtype), k.to(dtype), v.to(dtype), 1 / Math.sqrt((double) width))
                .to(DType.FLOAT64);
        y.square().mean().backward();
        return List.of(y.detach(), q.grad(), k.grad(), v.grad());
    }

    /** Summed in bfloat16, these gradients lose nearly all over 4,096 rows. */
    @Test
    void layerNormsGradientsAreSummedOverManyRowsInThePrecisionOfTheWeight() {
        List<Tensor> exact = layerNormGradients(DType.FLOAT32);
        List<Tensor> half = layerNormGradients(DType.BFLOAT16);
        for (int i = 0; i < exact.size(); i++) {
            assertThat(relativeDifference(half.get(i), exact.get(i))).isLessThan(0.01);
        }
    }

    private static List<Tensor> layerNormGradients(DType dtype) {
        Tensor x = normal(1, DType.FLOAT32, 4096, 16).requireGrad();
        Tensor weight = normal(2, DType.FLOAT32, 16).requireGrad();
        Tensor bias = normal(3, DType.FLOAT32, 16).requireGrad();
        Tensor y = Functional.layerNorm(x.to(dtype), weight, bias, 1e-5);
        assertThat(y.dtype()).isEqualTo(dtype);
        y.to(DType.FLOAT32).square().mean().backward();
        return List.of(x.grad(), weight.grad(), bias.grad());
    }
}

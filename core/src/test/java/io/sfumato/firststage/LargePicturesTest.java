package io.sfumato.firststage;

import static org.assertj.core.api.Assertions.assertThat;

import io.sfumato.image.Pixels;
import io.sfumato.nn.Init;
import io.sfumato.tensor.DType;
import io.sfumato.tensor.Device;
import io.sfumato.tensor.Grad;
import io.sfumato.tensor.Placement;
import io.sfumato.tensor.Region;
import io.sfumato.tensor.Rng;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.Tensors;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Pictures so large that they are coded in bands. While a gradient is recorded they are coded whole: the two are to be the
 * same picture, without a seam.
 */
class LargePicturesTest {
    private static final Placement FLOAT64 = new Placement(Device.CPU, DType.FLOAT64);
    private static final AutoencoderSpec SIZES =
            new AutoencoderSpec(1, 64, 32, List.of(1, 1, 1, 2), 1, Set.of(), AutoencoderSpec.Attention.SOFTMAX, 4, 4);

    static Stream<FirstStageSpec> firstStages() {
        return Stream.of(new FirstStageSpec.Kl(SIZES), new FirstStageSpec.Vq(SIZES, 64));
    }

    private static Pixels pictures(Rng rng, int height, int width) {
        Tensor uniform = rng.uniform(Shape.of(1, 3, height, width)).mul(2).sub(1);
        return new Pixels(uniform.mul(slope(height)));
    }

    @ParameterizedTest
    @MethodSource("firstStages")
    void codingInBandsIsCodingTheWhole(FirstStageSpec spec) {
        try (Region region = Region.open();
                Rng rng = Rng.seeded(7);
                Autoencoder network = spec.build(Init.drawn(rng));
                Autoencoder precise = spec.build(new Init.Blank(FLOAT64))) {
            precise.copyFrom(network);
            FirstStage firstStage = network.firstStage(LatentScaling.NONE, Placement.FLOAT32);
            FirstStage exact = precise.firstStage(LatentScaling.NONE, FLOAT64);
            Pixels pictures = pictures(rng, 320, 448);
            Tensor code = same(exact, firstStage, stage -> stage.code(pictures));
            assertThat(code.shape()).isEqualTo(Shape.of(1, 4, 40, 56));
            Latents latents = new Latents(code);
            Tensor decoded =
                    same(exact, firstStage, stage -> stage.decode(latents).nchw());
            assertThat(decoded.shape()).isEqualTo(Shape.of(1, 3, 320, 448));
        }
    }

    /** Rounding to eight bits falls a little otherwise in bands: neither is nearer to float32 than the other. */
    @Test
    void bandsAreAsGoodInBfloat16() {
        FirstStageSpec spec = new FirstStageSpec.Kl(SIZES);
        Init.Blank blank = new Init.Blank(new Placement(Device.CPU, DType.BFLOAT16));
        try (Region region = Region.open();
                Rng rng = Rng.seeded(7);
                Autoencoder precise = spec.build(Init.drawn(rng));
                Autoencoder fast = spec.build(blank)) {
            fast.copyFrom(precise);
            Pixels pictures = pictures(rng, 528, 704);
            FirstStage exact = precise.firstStage(LatentScaling.NONE, Placement.FLOAT32);
            FirstStage rough = fast.firstStage(LatentScaling.NONE, Placement.BFLOAT16);
            Tensor code = Grad.off(() -> exact.code(pictures));
            Tensor decoded = Grad.off(() -> exact.decode(new Latents(code)).nchw());
            asNear(code, () -> rough.code(pictures));
            asNear(decoded, () -> rough.decode(new Latents(code)).nchw());
        }
    }

    /** Dark at the top, bright at the bottom: bands of a picture that is the same everywhere would be alike by themselves. */
    private static Tensor slope(int height) {
        double[] rows = new double[height];
        for (int row = 0; row < height; row++) {
            rows[row] = (row + 1.0) / height;
        }
        return Tensors.of(rows, Shape.of(1, 1, height, 1)).to(DType.FLOAT32);
    }

    /** What one makes in bands, which is what the exact one makes of the whole. */
    private static Tensor same(FirstStage exact, FirstStage stage, Function<FirstStage, Tensor> coding) {
        Tensor whole = Region.returning(() -> coding.apply(exact).detach().to(DType.FLOAT32));
        Tensor banded = Grad.off(() -> Region.returning(() -> coding.apply(stage)));
        double range = whole.abs().max().item();
        assertThat(range).isGreaterThan(0.01);
        assertThat(whole.sub(banded).abs().max().item()).isLessThan(1e-5 * Math.max(1, range));
        return banded;
    }

    private static void asNear(Tensor exact, Supplier<Tensor> coding) {
        Tensor whole = Region.returning(() -> coding.get().detach());
        Tensor banded = Grad.off(() -> Region.returning(coding));
        double error = error(whole, exact);
        assertThat(error).isPositive();
        assertThat(error(banded, exact)).isLessThan(1.05 * error);
    }

    private static double error(Tensor a, Tensor b) {
        return Math.sqrt(a.sub(b).square().mean().item());
    }
}

package io.sfumato.perceptual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.sfumato.nn.Init;
import io.sfumato.tensor.ArchiveException;
import io.sfumato.tensor.Device;
import io.sfumato.tensor.Grad;
import io.sfumato.tensor.Placement;
import io.sfumato.tensor.Rng;
import io.sfumato.tensor.Safetensors;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.Tensors;
import io.sfumato.tensor.testkit.NoLeaks;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The VGG16 distance equals the reference's in {@code AdversarialStepsTest}, those by AlexNet and SqueezeNet equal
 * torchvision's in {@link PerceptualReferenceTest}.
 */
@ExtendWith(NoLeaks.class)
class PerceptualDistanceTest {
    @TempDir
    private Path folder;

    private static PerceptualDistance drawn(Backbone backbone, Rng rng) {
        PerceptualDistance distance = new PerceptualDistance(backbone, Init.drawn(rng), Placement.FLOAT32);
        Grad.off(() -> distance.weightParameters().values().forEach(weight -> weight.copyInPlace(weight.abs())));
        return distance;
    }

    /** Of torchvision's features, without the classifier: 14.7, 2.5 and 0.7 million; and the sides of their maps. */
    @ParameterizedTest
    @CsvSource({"VGG16, 14714688, 4", "ALEXNET, 2469696, 3", "SQUEEZENET, 722496, 3"})
    void recognisersHaveTheSizesOfTorchvisions(Backbone backbone, long parameters, long lastSide) {
        try (Rng rng = Rng.seeded(1);
                Recogniser recogniser = new Recogniser(backbone, Init.drawn(rng))) {
            assertThat(recogniser.parameterCount()).isEqualTo(parameters);
            Tensor last = recogniser
                    .features(rng.normal(Shape.of(1, 3, 64, 64)))
                    .get(backbone.widths().size() - 1);
            assertThat(last.size(2)).isEqualTo(lastSide);
            assertThat(last.size(1))
                    .isEqualTo((long) backbone.widths().get(backbone.widths().size() - 1));
        }
    }

    @ParameterizedTest
    @EnumSource(Backbone.class)
    void equalPicturesAreAtNoDistanceAndOthersAre(Backbone backbone) {
        try (Rng rng = Rng.seeded(2);
                PerceptualDistance distance = drawn(backbone, rng)) {
            Tensor a = rng.uniform(Shape.of(2, 3, 64, 64)).mul(2).sub(1);
            Tensor b = rng.uniform(Shape.of(2, 3, 64, 64)).mul(2).sub(1);
            assertThat(distance.between(a, a).toDoubles()).containsOnly(0);
            assertThat(distance.between(a, b).shape()).isEqualTo(Shape.of(2, 1, 1, 1));
            assertThat(distance.between(a, b).toDoubles()).doesNotContain(0);
            assertThat(distance.between(a, b).toDoubles())
                    .containsExactly(distance.between(b, a).toDoubles());
        }
    }

    /** Where no feature answers, the length of the vector has no slope. */
    @Test
    void theGradientOfAPictureWithoutFeaturesIsANumber() {
        try (Rng rng = Rng.seeded(3);
                PerceptualDistance distance = drawn(Backbone.ALEXNET, rng)) {
            Grad.off(() -> distance.recogniserParameters().forEach((name, parameter) -> {
                if (name.endsWith("bias")) {
                    parameter.copyInPlace(Tensors.full(parameter.shape(), -100, Placement.FLOAT32));
                }
            }));
            Tensor x = rng.uniform(Shape.of(1, 3, 64, 64)).requireGrad();
            distance.between(x, Tensors.zeros(x.shape(), Placement.FLOAT32))
                    .sum()
                    .backward();
            assertThat(Objects.requireNonNull(x.grad()).toDoubles()).containsOnly(0);
        }
    }

    private Path torchvision(PerceptualDistance distance, String prefix) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        distance.recogniserParameters().forEach((name, tensor) -> tensors.put(prefix + name, tensor.detach()));
        tensors.put("classifier.0.weight", Tensors.zeros(Shape.of(2, 2), Placement.FLOAT32));
        Path file = folder.resolve("recogniser.safetensors");
        Safetensors.write(file, tensors, Map.of());
        return file;
    }

    private Path lpips(PerceptualDistance distance) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        distance.weightParameters().forEach((name, tensor) -> tensors.put(name + ".model.1.weight", tensor.detach()));
        Path file = folder.resolve("lpips.safetensors");
        Safetensors.write(file, tensors, Map.of());
        return file;
    }

    @ParameterizedTest
    @CsvSource({"SQUEEZENET, features.", "ALEXNET, loss.perceptual_loss.net.slice1."})
    void filesOfTorchvisionAndLpipsAreRead(Backbone backbone, String prefix) {
        try (Rng rng = Rng.seeded(4);
                PerceptualDistance written = drawn(backbone, rng);
                PerceptualDistance read = PerceptualFiles.open(
                        backbone, torchvision(written, prefix), lpips(written), Placement.FLOAT32)) {
            Tensor a = rng.uniform(Shape.of(1, 3, 64, 64));
            Tensor b = rng.uniform(Shape.of(1, 3, 64, 64));
            assertThat(read.between(a, b).item())
                    .isEqualTo(written.between(a, b).item());
        }
    }

    @ParameterizedTest
    @EnumSource(Backbone.class)
    void picturesAreBroughtToWhereTheRecogniserIs(Backbone backbone) {
        Placement elsewhere = Placement.BFLOAT16.on(Device.META);
        try (PerceptualDistance distance =
                new PerceptualDistance(backbone, Init.blank(elsewhere.device()), elsewhere)) {
            Tensor here = Tensors.zeros(Shape.of(2, 3, 64, 64), Placement.FLOAT32);
            assertThat(distance.between(here, here).placement()).isEqualTo(Placement.FLOAT32.on(elsewhere.device()));
        }
    }

    /** In one precision after another, of the same weights. */
    @ParameterizedTest
    @EnumSource(Backbone.class)
    void aRecogniserInBfloat16IsCloseInValueAndSlope(Backbone backbone) {
        try (Rng rng = Rng.seeded(6);
                PerceptualDistance exact = drawn(backbone, rng);
                PerceptualDistance fast = PerceptualFiles.open(
                        backbone, torchvision(exact, "features."), lpips(exact), Placement.BFLOAT16)) {
            Tensor picture = rng.uniform(Shape.of(2, 3, 64, 64)).mul(2).sub(1);
            Tensor other = picture.add(rng.normal(picture.shape()).mul(0.1));
            Tensor forExact = other.detach().requireGrad();
            Tensor forFast = other.detach().requireGrad();
            Tensor expected = exact.between(picture, forExact);
            Tensor actual = fast.between(picture, forFast);
            for (int i = 0; i < 2; i++) {
                assertThat(actual.toDoubles()[i]).isCloseTo(expected.toDoubles()[i], withinPercentage(3));
            }
            expected.sum().backward();
            actual.sum().backward();
            Tensor slope = Objects.requireNonNull(forExact.grad());
            Tensor difference = Objects.requireNonNull(forFast.grad()).sub(slope);
            double relative = Math.sqrt(
                    difference.square().sum().item() / slope.square().sum().item());
            assertThat(relative).isLessThan(0.1);
        }
    }

    @Test
    void filesOfAnotherRecogniserAreRefused() {
        try (Rng rng = Rng.seeded(5);
                PerceptualDistance alexnet = drawn(Backbone.ALEXNET, rng)) {
            Path recogniser = torchvision(alexnet, "features.");
            Path weights = lpips(alexnet);
            assertThatThrownBy(() -> PerceptualFiles.open(Backbone.VGG16, recogniser, weights, Placement.FLOAT32))
                    .isInstanceOf(ArchiveException.class)
                    .hasMessageContaining("recogniser.safetensors: features.0.weight is [64, 3, 11, 11]")
                    .hasMessageContaining("expected [64, 3, 3, 3] as in torchvision's VGG16");
            assertThatThrownBy(() -> PerceptualFiles.open(Backbone.ALEXNET, weights, weights, Placement.FLOAT32))
                    .isInstanceOf(ArchiveException.class)
                    .hasMessageContaining("lpips.safetensors has nothing for 0.weight and 9 more");
        }
    }
}

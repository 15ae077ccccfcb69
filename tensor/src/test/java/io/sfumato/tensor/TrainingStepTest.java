package io.sfumato.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sfumato.tensor.testkit.NoLeaks;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a training step is made of, all together. */
@ExtendWith(NoLeaks.class)
class TrainingStepTest {
    private static double step(AdamW optimizer, Tensor weight, Tensor bias, Rng rng) {
        try (Region region = Region.open()) {
            Tensor x = rng.normal(Shape.of(8, 4));
            Tensor wanted = x.sum(1).unsqueeze(1);
            Tensor hidden = Functional.silu(Functional.linear(x, weight, bias));
            Tensor loss = hidden.sum(1).unsqueeze(1).sub(wanted).square().mean();
            loss.backward();
            Gradients.clipNorm(List.of(weight, bias), 1);
            optimizer.step(1e-2);
            return loss.item();
        }
    }

    @Test
    void fiftyStepsCostAFlatNumberOfNativeHandles() {
        List<Long> handles = new ArrayList<>();
        List<Double> losses = new ArrayList<>();
        try (Rng rng = Rng.seeded(1)) {
            Tensor weight = rng.normal(Shape.of(6, 4)).requireGrad();
            Tensor bias = Tensors.zeros(Shape.of(6), Placement.FLOAT32).requireGrad();
            try (AdamW optimizer = new AdamW(Map.of("weight", weight, "bias", bias), AdamW.Options.DEFAULT)) {
                for (int i = 0; i < 50; i++) {
                    losses.add(step(optimizer, weight, bias, rng));
                    handles.add(Pointer.totalCount());
                }
            }
        }
        assertThat(handles).containsOnly(handles.get(0));
        assertThat(losses.get(49)).isLessThan(losses.get(0));
    }

    @Test
    void withoutRecordingNothingCanBeLearned() {
        Tensor x = Tensors.of(new double[] {2}, Shape.of(1)).requireGrad();
        Tensor recorded = x.square();
        Tensor unrecorded = Grad.off(x::square);
        assertThat(recorded.requiresGrad()).isTrue();
        assertThat(unrecorded.requiresGrad()).isFalse();
        assertThat(recorded.detach().requiresGrad()).isFalse();
        assertThat(x.square().requiresGrad()).as("recording is on again").isTrue();
    }

    @Test
    void recordingIsOnAgainAfterAnException() {
        Tensor x = Tensors.of(new double[] {2}, Shape.of(1)).requireGrad();
        Runnable failing = () -> {
            Grad.off(() -> {});
            assertThat(x.square().requiresGrad())
                    .as("still off after an inner block")
                    .isFalse();
            throw new IllegalStateException("on purpose");
        };
        assertThatThrownBy(() -> Grad.off(failing)).hasMessage("on purpose");
        assertThat(x.square().requiresGrad()).isTrue();
    }

    @Test
    void gradientsAddUpUntilTheyAreForgotten() {
        Tensor x = Tensors.of(new double[] {3}, Shape.of(1)).requireGrad();
        assertThat(x.grad()).isNull();
        x.square().sum().backward();
        x.square().sum().backward();
        Tensor twice = x.grad();
        assertThat(twice).isNotNull();
        assertThat(twice.item()).isEqualTo(12);
        x.clearGrad();
        assertThat(x.grad()).isNull();
    }

    @Test
    void aFrozenLeafHasNoGradient() {
        Tensor x = Tensors.of(new double[] {3}, Shape.of(1)).requireGrad();
        Tensor frozen = Tensors.of(new double[] {5}, Shape.of(1)).requireGrad().freeze();
        x.mul(frozen).sum().backward();
        assertThat(frozen.grad()).isNull();
        assertThat(frozen.requiresGrad()).isFalse();
        Tensor gradient = x.grad();
        assertThat(gradient).isNotNull();
        assertThat(gradient.item()).isEqualTo(5);
    }

    @Test
    void clippingScalesAllGradientsTogether() {
        Tensor x = Tensors.of(new double[] {1, 1}, Shape.of(2)).requireGrad();
        Tensor y = Tensors.of(new double[] {1}, Shape.of(1)).requireGrad();
        Tensor unused = Tensors.of(new double[] {1}, Shape.of(1)).requireGrad();
        List<Tensor> parameters = List.of(x, y, unused);
        x.mul(2).sum().add(y.mul(1).sum()).backward(); // gradients 2, 2 and 1: norm 3
        assertThat(Gradients.norm(parameters)).isCloseTo(3, within(1e-12));
        assertThat(Gradients.clipNorm(parameters, 6)).isCloseTo(3, within(1e-12));
        assertThat(Gradients.norm(parameters))
                .as("a norm within the limit stays")
                .isCloseTo(3, within(1e-12));
        assertThat(Gradients.clipNorm(parameters, 1.5)).as("the norm before").isCloseTo(3, within(1e-12));
        Tensor ofX = x.grad();
        Tensor ofY = y.grad();
        assertThat(ofX).isNotNull();
        assertThat(ofY).isNotNull();
        assertThat(ofX.toDoubles()).containsExactly(new double[] {1, 1}, within(1e-5));
        assertThat(ofY.item()).isCloseTo(0.5, within(1e-5));
        assertThat(unused.grad()).isNull();
    }
}

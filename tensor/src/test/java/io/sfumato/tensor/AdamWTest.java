package io.sfumato.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sfumato.tensor.testkit.NoLeaks;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(NoLeaks.class)
class AdamWTest {
    private static final AdamW.Options OPTIONS = new AdamW.Options(0.8, 0.95, 1e-6, 0.1);
    private static final double[] CURVATURE = {1, -3, 0.01};
    private static final double[] START = {0.5, -1, 20};

    @TempDir
    private Path folder;

    private static Tensor parameter() {
        return Tensors.of(START, Shape.of(3)).requireGrad();
    }

    /** One step on the loss Σ ½ c x², whose gradient is c x. */
    private static void step(AdamW optimizer, Tensor parameter, double rate) {
        try (Region region = Region.open()) {
            parameter
                    .square()
                    .mul(Tensors.of(CURVATURE, Shape.of(3)))
                    .mul(0.5)
                    .sum()
                    .backward();
            optimizer.step(rate);
        }
    }

    private static double rate(int step) {
        return 0.1 / (1 + step);
    }

    /** torch.optim.AdamW, one number at a time. */
    private static double[] oracle(int steps) {
        double[] x = START.clone();
        for (int i = 0; i < x.length; i++) {
            double first = 0;
            double second = 0;
            for (int step = 0; step < steps; step++) {
                double gradient = CURVATURE[i] * x[i];
                x[i] -= rate(step) * OPTIONS.weightDecay() * x[i];
                first = OPTIONS.beta1() * first + (1 - OPTIONS.beta1()) * gradient;
                second = OPTIONS.beta2() * second + (1 - OPTIONS.beta2()) * gradient * gradient;
                double unbiasedFirst = first / (1 - Math.pow(OPTIONS.beta1(), step + 1));
                double unbiasedSecond = second / (1 - Math.pow(OPTIONS.beta2(), step + 1));
                x[i] -= rate(step) * unbiasedFirst / (Math.sqrt(unbiasedSecond) + OPTIONS.epsilon());
            }
        }
        return x;
    }

    @Test
    void fiveStepsAreThoseOfAHandWrittenLoop() {
        Tensor parameter = parameter();
        try (AdamW optimizer = new AdamW(Map.of("x", parameter), OPTIONS)) {
            for (int i = 0; i < 5; i++) {
                step(optimizer, parameter, rate(i));
                assertThat(parameter.toDoubles()).containsExactly(oracle(i + 1), within(1e-12));
            }
            assertThat(optimizer.steps()).isEqualTo(5);
        }
    }

    /** The fused kernel goes through memory without looking at strides. */
    @Test
    void memoryInAnotherOrderIsFollowedInGradientsAndRefusedInParameters() {
        Tensor turned =
                Tensors.of(new double[] {1, 2, 3, 4, 5, 6}, Shape.of(2, 3)).transpose(0, 1);
        assertThatThrownBy(() -> new AdamW(Map.of("turned", turned), OPTIONS))
                .isInstanceOf(TensorException.class)
                .hasMessageContaining("parameter turned does not lie in memory row by row");
        Tensor parameter = Tensors.zeros(Shape.of(3, 2), turned.placement()).requireGrad();
        try (AdamW optimizer = new AdamW(Map.of("x", parameter), OPTIONS)) {
            parameter.mul(turned).sum().backward();
            optimizer.step(0.1);
            Tensor first = Objects.requireNonNull(optimizer.state().get("x.first"));
            assertThat(first.toDoubles()).containsExactly(new double[] {0.2, 0.8, 0.4, 1, 0.6, 1.2}, within(1e-12));
        }
    }

    @Test
    void theDefaultsArePyTorchs() {
        assertThat(AdamW.Options.DEFAULT).isEqualTo(new AdamW.Options(0.9, 0.999, 1e-8, 0.01));
    }

    @Test
    void aParameterWithoutAGradientStaysAsItIs() {
        Tensor used = parameter();
        Tensor unused = parameter();
        try (AdamW optimizer = new AdamW(Map.of("used", used, "unused", unused), OPTIONS)) {
            step(optimizer, used, 0.1);
        }
        assertThat(unused.toDoubles()).containsExactly(START);
        assertThat(used.toDoubles()).isNotEqualTo(START);
    }

    @Test
    void aStepForgetsTheGradients() {
        Tensor parameter = parameter();
        try (AdamW optimizer = new AdamW(Map.of("x", parameter), OPTIONS)) {
            step(optimizer, parameter, 0.1);
            assertThat(parameter.grad()).isNull();
        }
    }

    @Test
    void aRestoredOptimizerContinuesIdentically() {
        Path file = folder.resolve("state.safetensors");
        Tensor parameter = parameter();
        Tensor resumed;
        try (AdamW optimizer = new AdamW(Map.of("x", parameter), OPTIONS)) {
            for (int i = 0; i < 3; i++) {
                step(optimizer, parameter, rate(i));
            }
            Map<String, Tensor> state = new LinkedHashMap<>();
            optimizer.state().forEach((name, tensor) -> state.put("optimizer." + name, tensor));
            assertThat(state).containsOnlyKeys("optimizer.x.first", "optimizer.x.second");
            Safetensors.write(file, state, Map.of());
            resumed = parameter.detach().copy().requireGrad();
            for (int i = 3; i < 6; i++) {
                step(optimizer, parameter, rate(i));
            }
        }
        try (AdamW optimizer = new AdamW(Map.of("x", resumed), OPTIONS);
                TensorArchive archive = Safetensors.open(file)) {
            optimizer.state().forEach((name, tensor) -> archive.copyInPlace("optimizer." + name, tensor));
            optimizer.resumeAt(3);
            assertThat(optimizer.steps()).isEqualTo(3);
            for (int i = 3; i < 6; i++) {
                step(optimizer, resumed, rate(i));
            }
        }
        assertThat(resumed.toDoubles()).containsExactly(parameter.toDoubles());
    }

    @Test
    void aStepWithoutGradientsOnlyCounts() {
        Tensor parameter = parameter();
        double[] before = parameter.toDoubles();
        try (AdamW optimizer = new AdamW(Map.of("x", parameter), OPTIONS)) {
            optimizer.step(0.1);
            assertThat(optimizer.steps()).isEqualTo(1);
            assertThat(parameter.toDoubles()).containsExactly(before);
        }
    }

    @Test
    void bothMomentsHaveTheParametersPrecision() {
        Tensor parameter = Tensors.zeros(Shape.of(2), Placement.FLOAT32).requireGrad();
        try (AdamW optimizer = new AdamW(Map.of("x", parameter), OPTIONS)) {
            Tensor first = Objects.requireNonNull(optimizer.state().get("x.first"));
            assertThat(first.placement()).isEqualTo(Placement.FLOAT32);
            assertThat(first.toDoubles()).containsExactly(0, 0);
        }
    }
}

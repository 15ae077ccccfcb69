package io.sfumato.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sfumato.tensor.testkit.NoLeaks;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What becomes of gradients on the device without numbers, up to where the processor reads one. */
@ExtendWith(NoLeaks.class)
class DescentOnADeviceTest {
    private static final Shape SHAPE = Shape.of(2, 3);

    private static Tensor learned(Device device) {
        Tensor weight = Tensors.full(SHAPE, 1, Placement.FLOAT32.on(device)).requireGrad();
        weight.square().sum().backward();
        return weight;
    }

    @Test
    void normsLieBesideGradientsAndAreScaledThere() {
        List<Tensor> weights = List.of(learned(Device.META), learned(Device.META));
        Optional<Tensor> norms = Gradients.norms(weights);
        assertThat(norms).hasValueSatisfying(all -> {
            assertThat(all.device()).isEqualTo(Device.META);
            assertThat(all.shape()).isEqualTo(Shape.of(2));
        });
        Grad.off(() -> Gradients.scale(weights, 0.5));
        assertThatThrownBy(() -> Gradients.norm(weights)).hasMessageContaining("no data");
    }

    @Test
    void anOptimizersStepStaysThere() {
        Tensor weight = learned(Device.META);
        try (AdamW optimizer = new AdamW(Map.of("weight", weight), AdamW.Options.DEFAULT)) {
            optimizer.step(1e-3);
            assertThat(weight.grad()).as("it was used").isNull();
            assertThat(weight.device()).isEqualTo(Device.META);
            assertThat(optimizer.state().values()).hasSize(2).allSatisfy(moment -> assertThat(moment.device())
                    .isEqualTo(Device.META));
        }
    }

    @Test
    void anOptimizersStepDoesNotMixPlaces() {
        for (int place = 0; place < 4; place++) {
            List<List<Tensor>> lists = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                Device device = i == place ? Device.CPU : Device.META;
                lists.add(List.of(Tensors.full(SHAPE, 1, Placement.FLOAT32.on(device))));
            }
            Tensor steps = Tensors.full(Shape.of(), 1, Placement.FLOAT32.on(Device.META));
            assertThatThrownBy(() -> Outline.step(
                            new FusedAdamW.Lists(lists.get(0), lists.get(1), lists.get(2), lists.get(3)), steps))
                    .hasMessageContaining("device");
        }
        Tensor there = Tensors.full(SHAPE, 1, Placement.FLOAT32.on(Device.META));
        List<Tensor> list = List.of(there);
        Tensor steps = Tensors.full(Shape.of(), 1, Placement.FLOAT32);
        assertThatThrownBy(() -> Outline.step(new FusedAdamW.Lists(list, list, list, list), steps))
                .hasMessageContaining("device");
    }
}

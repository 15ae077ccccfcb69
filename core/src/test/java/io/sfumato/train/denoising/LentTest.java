package io.sfumato.train.denoising;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sfumato.tensor.Grad;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.Tensors;
import io.sfumato.tensor.testkit.NoLeaks;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoLeaks.class)
class LentTest {
    private static final float[] LEARNED = {0.1f, Float.MIN_VALUE, -3};
    private static final float[] AVERAGE = {1, 2, 3};

    private Tensor weight;

    @BeforeEach
    void drawWeight() {
        weight = Tensors.of(LEARNED, Shape.of(3)).requireGrad();
    }

    private Lent lent() {
        Lent lent = Lent.of(Map.of("weight", weight));
        assertThat(lent.averages().get("weight").toFloats()).isEqualTo(LEARNED);
        Grad.off(() -> lent.averages().get("weight").copyInPlace(Tensors.of(AVERAGE, Shape.of(3))));
        return lent;
    }

    @Test
    void weightsComeBackToTheBit() {
        try (Lent lent = lent()) {
            float[] meanwhile = lent.during(() -> weight.detach().toFloats());
            assertThat(meanwhile).isEqualTo(AVERAGE);
            assertThat(weight.detach().toFloats()).isEqualTo(LEARNED);
            assertThat(weight.requiresGrad()).isTrue();
        }
    }

    @Test
    void weightsComeBackWhereWorkFails() {
        try (Lent lent = lent()) {
            assertThatThrownBy(() -> lent.during(() -> {
                        throw new IllegalStateException("no more");
                    }))
                    .hasMessage("no more");
            assertThat(weight.detach().toFloats()).isEqualTo(LEARNED);
        }
    }
}

package io.sfumato.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class KeptTest {
    private static Tensor number(double value) {
        return Tensors.of(new double[] {value}, Shape.of(1));
    }

    @Test
    void theLatestOutlivesTheStepThatItComesFrom() {
        Tensor first;
        Tensor second;
        try (Region trajectory = Region.open()) {
            Kept kept = Kept.here();
            try (Region step = Region.open()) {
                first = kept.keep(number(1));
            }
            assertThat(kept.latest().item()).isEqualTo(1);
            try (Region step = Region.open()) {
                second = kept.keep(number(2));
                assertThatThrownBy(first::item).isInstanceOf(TensorException.class);
            }
            assertThat(kept.latest()).isSameAs(second);
            assertThat(second.item()).isEqualTo(2);
        }
        assertThatThrownBy(second::item).isInstanceOf(TensorException.class);
    }

    @Test
    void thereIsNothingAtFirst() {
        try (Region region = Region.open()) {
            assertThatThrownBy(Kept.here()::latest)
                    .isInstanceOf(TensorException.class)
                    .hasMessageContaining("nothing has been kept");
        }
        assertThatThrownBy(Kept::here).isInstanceOf(TensorException.class).hasMessageContaining("no region is open");
    }
}

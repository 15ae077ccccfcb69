package io.sfumato.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ShapeTest {
    @Test
    void sizesMayBeCountedFromTheLast() {
        Shape shape = Shape.of(2, 3, 4);
        assertThat(shape.rank()).isEqualTo(3);
        assertThat(shape.size(0)).isEqualTo(2);
        assertThat(shape.size(-1)).isEqualTo(4);
        assertThat(shape.with(-1, 9)).isEqualTo(Shape.of(2, 3, 9));
        assertThat(shape.with(0, 9)).isEqualTo(Shape.of(9, 3, 4));
        assertThat(shape).hasToString("[2, 3, 4]").isEqualTo(Shape.of(2, 3, 4));
    }

    @Test
    void theElementsAreTheProductOfTheSizes() {
        assertThat(Shape.of(2, 3, 4).elements()).isEqualTo(24);
        assertThat(Shape.of().elements()).isEqualTo(1);
        assertThat(Shape.of(5, 0).elements()).isZero();
        assertThatThrownBy(() -> Shape.of(1L << 40, 1L << 40).elements()).isInstanceOf(ArithmeticException.class);
    }

    @Test
    void aNegativeSizeIsRefused() {
        assertThatThrownBy(() -> Shape.of(2, -1))
                .isInstanceOf(TensorException.class)
                .hasMessageContaining("[2, -1]")
                .hasMessageContaining("negative");
    }
}

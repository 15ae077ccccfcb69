package io.sfumato.train.denoising;

import static org.assertj.core.api.Assertions.assertThat;

import io.sfumato.condition.Condition;
import io.sfumato.tensor.Placement;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensors;
import io.sfumato.tensor.testkit.NoLeaks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoLeaks.class)
class SketchObjectiveTest {
    @Test
    void theErrorOfTheSketchIsTheMeanOfItsSquares() {
        Condition zero = Condition.none().withConcat(Tensors.zeros(Shape.of(2, 3, 4, 4), Placement.FLOAT32));
        assertThat(SketchObjective.error(zero, Tensors.full(Shape.of(2, 3, 4, 4), 2, Placement.FLOAT32))
                        .item())
                .isEqualTo(4);
    }
}

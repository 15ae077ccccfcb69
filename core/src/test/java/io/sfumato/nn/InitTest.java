package io.sfumato.nn;

import static org.assertj.core.api.Assertions.assertThat;

import io.sfumato.tensor.DType;
import io.sfumato.tensor.Placement;
import io.sfumato.tensor.ResidentMemory;
import io.sfumato.tensor.Rng;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.testkit.NoLeaks;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoLeaks.class)
class InitTest {
    private static final Shape LARGE = Shape.of(4, 1 << 20);

    /** In one region, as a network is built. Kept on the way, it would be three times as much. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void drawingTakesLittleMoreMemoryThanWhatIsDrawn() {
        int count = 16;
        long bytes = 4 * LARGE.elements() * count;
        List<Tensor> drawn = new ArrayList<>();
        try (Rng rng = Rng.seeded(1)) {
            Init init = Init.drawn(rng);
            init.uniform(Shape.of(1), 9); // loads the libraries
            long before = ResidentMemory.now().orElseThrow();
            for (int i = 0; i < count; i++) {
                drawn.add(i % 2 == 0 ? init.uniform(LARGE, 9) : init.normal(LARGE, 0.5));
            }
            assertThat(ResidentMemory.now().orElseThrow() - before).isLessThan(2 * bytes);
        }
        assertThat(drawn).hasSize(count);
    }

    @Test
    void uniformNumbersFillTheirRangeAndNormalOnesHaveTheirDeviation() {
        try (Rng rng = Rng.seeded(2)) {
            Init init = new Init.Drawn(rng, Placement.BFLOAT16);
            Tensor uniform = init.uniform(Shape.of(10_000), 16);
            assertThat(uniform.placement()).isEqualTo(Placement.BFLOAT16);
            assertThat(uniform.min().item()).isBetween(-0.251, -0.245);
            assertThat(uniform.max().item()).isBetween(0.245, 0.251);
            assertThat(init.normal(Shape.of(10_000), 0.5)
                            .to(DType.FLOAT32)
                            .std()
                            .item())
                    .isBetween(0.48, 0.52);
        }
    }
}

package io.sfumato.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.testkit.NoLeaks;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoLeaks.class)
class SeedsTest {
    private static final Shape IMAGE = Shape.of(3, 4, 5);

    @Test
    void consecutiveSeedsCountFromTheFirst() {
        assertThat(Seeds.consecutive(40, 3)).isEqualTo(new Seeds(List.of(40L, 41L, 42L)));
    }

    /** torch.manual_seed(0); torch.randn(3). */
    @Test
    void theStartIsWhatPyTorchDrawsForTheSeed() {
        double[] drawn = Seeds.consecutive(0, 1).unitNoise(Shape.of(3)).toDoubles();
        assertThat(drawn).containsExactly(new double[] {1.5410, -0.2934, -2.1788}, within(5e-5));
    }

    @Test
    void anImageHasTheSameNumbersInAnyBatch() {
        Seeds batch = Seeds.consecutive(7, 3);
        Seeds alone = Seeds.consecutive(8, 1);
        assertThat(image(batch.unitNoise(IMAGE), 1)).containsExactly(image(alone.unitNoise(IMAGE), 0));
        FreshNoise ofBatch = batch.fresh();
        FreshNoise ofAlone = alone.fresh();
        for (int draw = 0; draw < 3; draw++) {
            assertThat(image(ofBatch.next(Shape.of(3, 3, 4, 5)), 1))
                    .containsExactly(image(ofAlone.next(Shape.of(1, 3, 4, 5)), 0));
        }
    }

    @Test
    void noTwoDrawsAreTheSame() {
        Seeds seeds = Seeds.consecutive(7, 2);
        FreshNoise fresh = seeds.fresh();
        double[] first = image(fresh.next(Shape.of(2, 3, 4, 5)), 0);
        Tensor second = fresh.next(Shape.of(2, 3, 4, 5));
        assertThat(first).isNotEqualTo(image(second, 0)).isNotEqualTo(image(seeds.unitNoise(IMAGE), 0));
        assertThat(image(second, 0)).isNotEqualTo(image(second, 1));
    }

    @Test
    void everyTrajectoryDrawsFromTheFirst() {
        Seeds seeds = Seeds.consecutive(7, 1);
        Shape shape = Shape.of(1, 3, 4, 5);
        assertThat(seeds.fresh().next(shape).toDoubles())
                .containsExactly(seeds.fresh().next(shape).toDoubles());
    }

    @Test
    void noiseForAnotherNumberOfImagesIsRefused() {
        assertThatThrownBy(() -> Seeds.consecutive(7, 2).fresh().next(Shape.of(3, 4, 4, 4)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[3, 4, 4, 4]")
                .hasMessageContaining("2 seeds");
        assertThatThrownBy(() -> Seeds.consecutive(7, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    private static double[] image(Tensor batch, long index) {
        return batch.select(0, index).toDoubles();
    }
}

package io.sfumato.train.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.sfumato.tensor.Region;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensors;
import io.sfumato.tensor.testkit.NoLeaks;
import io.sfumato.train.loop.Slice;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoLeaks.class)
class RepeatedLatentsTest {
    /** Latents that are the positions of their pictures. */
    private static final class Counting implements LatentSource {
        final List<Long> asked = new ArrayList<>();

        @Override
        public LatentBatch of(Slice slice) {
            asked.add(slice.from());
            float[] positions = new float[slice.count()];
            for (int i = 0; i < positions.length; i++) {
                positions[i] = slice.from() + i;
            }
            return new LatentBatch(Tensors.of(positions, Shape.of(positions.length, 1, 1, 1)), List.of());
        }

        @Override
        public List<String> names(Slice slice) {
            return List.of();
        }
    }

    @Test
    void theFirstSliceOfASizeStandsForAllEvenWhenItsRegionIsClosed() {
        Counting counting = new Counting();
        LatentSource repeated = new RepeatedLatents(counting);
        for (int step = 0; step < 3; step++) {
            try (Region region = Region.open()) {
                assertThat(repeated.of(new Slice(step, 3L * step, 2, 1)).clean().toFloats())
                        .containsExactly(0, 1);
                assertThat(repeated.of(new Slice(step, 3L * step + 2, 1, 1))
                                .clean()
                                .toFloats())
                        .containsExactly(2);
            }
        }
        assertThat(counting.asked).containsExactly(0L, 2L);
    }
}

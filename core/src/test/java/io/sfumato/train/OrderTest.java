package io.sfumato.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class OrderTest {
    private static List<Integer> positions(Order order, long from, long to) {
        return LongStream.range(from, to).mapToObj(order::at).toList();
    }

    @Test
    void everyPictureComesOnceAnEpoch() {
        Order order = new Order(10, 1);
        for (long epoch = 0; epoch < 5; epoch++) {
            assertThat(positions(order, 10 * epoch, 10 * epoch + 10))
                    .containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        }
    }

    @Test
    void everyEpochHasAnotherOrder() {
        Order order = new Order(10, 1);
        assertThat(positions(order, 0, 10)).isNotEqualTo(positions(order, 10, 20));
    }

    @Test
    void theOrderDependsOnTheSeed() {
        assertThat(positions(new Order(10, 1), 0, 10)).isNotEqualTo(positions(new Order(10, 2), 0, 10));
        assertThat(positions(new Order(10, 1), 0, 10)).isEqualTo(positions(new Order(10, 1), 0, 10));
    }

    @Test
    void aPositionDoesNotDependOnWhatWasAskedBefore() {
        List<Integer> whole = positions(new Order(7, 3), 0, 70);
        Order resumed = new Order(7, 3);
        assertThat(positions(resumed, 33, 70)).isEqualTo(whole.subList(33, 70));
        assertThat(positions(resumed, 0, 33)).isEqualTo(whole.subList(0, 33));
    }

    @Test
    void everyPictureComesFirstAtTimes() {
        List<Integer> firsts = LongStream.range(0, 400)
                .mapToObj(seed -> new Order(4, seed).at(0))
                .toList();
        for (int picture = 0; picture < 4; picture++) {
            int wanted = picture;
            assertThat(firsts.stream().filter(first -> first == wanted).count()).isBetween(60L, 140L);
        }
    }
}

package io.sfumato.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.sfumato.image.Picture;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OrderTest {
    /** Ten stretches of twenty. */
    private record Stretches(Drawings.Greys greys) implements DataSet {
        @Override
        public int count() {
            return greys.count();
        }

        @Override
        public String name(int index) {
            return greys.name(index);
        }

        @Override
        public Picture picture(int index) {
            return greys.picture(index);
        }

        @Override
        public Known known(int index) {
            return greys.known(index);
        }

        @Override
        public List<Integer> stretches() {
            return IntStream.range(0, 10).map(i -> 20 * i).boxed().toList();
        }
    }

    private static List<Integer> epoch(Order order, int epoch, int count) {
        List<Integer> entries = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            entries.add(order.at((long) epoch * count + i));
        }
        return entries;
    }

    @Test
    void everyEpochHasEveryEntryInAnotherOrder() {
        for (DataSet data : List.of(new Drawings.Greys(200), new Stretches(new Drawings.Greys(200)))) {
            Order order = Order.shuffled(data, 3);
            assertThat(epoch(order, 0, 200)).isNotEqualTo(epoch(order, 1, 200));
            assertThat(new HashSet<>(epoch(order, 2, 200))).hasSize(200);
            assertThat(epoch(order, 0, 200)).isEqualTo(epoch(Order.shuffled(data, 3), 0, 200));
            assertThat(epoch(order, 0, 200)).isNotEqualTo(epoch(Order.shuffled(data, 4), 0, 200));
        }
    }

    @Test
    void stretchesAreReadAFewAtATime() {
        Order order = Order.shuffled(new Stretches(new Drawings.Greys(200)), 3);
        List<Integer> entries = epoch(order, 0, 200);
        for (int from : new int[] {0, 80}) {
            Set<Integer> stretches = new HashSet<>();
            entries.subList(from, from + 80).forEach(entry -> stretches.add(entry / 20));
            assertThat(stretches).hasSize(4);
        }
        assertThat(entries.subList(0, 20).stream().map(entry -> entry / 20).distinct())
                .hasSizeGreaterThan(2);
    }

    @Test
    void stretchesOfAPartAreThoseOfTheWholeThatHaveSomeOfIt() {
        DataSet data = new Stretches(new Drawings.Greys(200));
        List<Split> splits = IntStream.range(0, 200)
                .mapToObj(i -> i / 20 == 4 || i % 2 == 0 ? Split.HELD_OUT : Split.TRAIN)
                .toList();
        assertThat(Parts.bySplit(data, splits).train().stretches()).containsExactly(0, 10, 20, 30, 40, 50, 60, 70, 80);
    }

    @Test
    void theDatasOwnOrderIsAsItIs() {
        assertThat(epoch(Order.ofTheData(new Drawings.Greys(3)), 1, 3)).containsExactly(0, 1, 2);
    }
}

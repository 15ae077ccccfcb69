package io.sfumato.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ForesightTest {
    private final Foresight foresight = new Foresight();

    private List<Long> afterAsking(int count, long... starts) {
        List<Foresight.Range> next = List.of();
        for (long start : starts) {
            next = foresight.next(new Foresight.Range(start, start + 2), count);
        }
        assertThat(next).allMatch(range -> range.count() == 2);
        return next.stream().map(Foresight.Range::from).toList();
    }

    @Test
    void whatFollowsTheFirstRequestIsWhatLiesBehindIt() {
        assertThat(afterAsking(3, 10)).containsExactly(12L, 14L, 16L);
    }

    @Test
    void requestsGoOnAsFarApartAsTheyWere() {
        assertThat(afterAsking(2, 0, 8)).containsExactly(16L, 24L);
    }

    @Test
    void partsOfAStepComeAgainAStepLater() {
        assertThat(afterAsking(5, 0, 2, 8, 10, 16)).containsExactly(18L, 24L, 26L, 32L, 34L);
    }

    @Test
    void afterAJumpTheNewPlaceIsGoneOnFrom() {
        assertThat(afterAsking(2, 0, 2, 4, 6, 100)).first().isNotEqualTo(8L);
        assertThat(afterAsking(2, 102, 104)).containsExactly(106L, 108L);
    }

    @Test
    void whoAsksAgainGoesOnBehindIt() {
        assertThat(afterAsking(2, 40, 40)).containsExactly(42L, 44L);
        assertThat(afterAsking(1, 0)).containsExactly(2L);
    }

    @Test
    void whatWasAskedLongAgoIsForgotten() {
        for (int step = 0; step < 300; step++) {
            assertThat(afterAsking(0, 8L * step, 8L * step + 2)).isEmpty();
        }
        assertThat(afterAsking(3, 2400)).containsExactly(2402L, 2408L, 2410L);
    }
}

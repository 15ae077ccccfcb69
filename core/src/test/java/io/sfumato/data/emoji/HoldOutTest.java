package io.sfumato.data.emoji;

import static org.assertj.core.api.Assertions.assertThat;

import io.sfumato.data.emoji.HoldOut.Pair;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HoldOutTest {
    private static final List<String> STYLES = List.of("noto", "fluent", "twemoji", "emojione");

    @Test
    void threePercentAreHeldOut() {
        assertThat(HoldOut.of(pairs(500, 4))).hasSize(500 * 4 * 3 / 100);
    }

    @Test
    void neverTwoHandsOfOneConcept() {
        Set<Pair> held = HoldOut.of(pairs(20, 4));
        assertThat(held).extracting(Pair::concept).doesNotHaveDuplicates().isNotEmpty();
    }

    @Test
    void everyHeldOutConceptIsTrainedOnInTwoOtherStyles() {
        List<Pair> pairs = new ArrayList<>(pairs(100, 2));
        pairs.addAll(List.of(new Pair("rare", "noto"), new Pair("rare", "fluent"), new Pair("rare", "twemoji")));

        Set<Pair> held = HoldOut.of(pairs);

        assertThat(held).hasSize(1).allMatch(pair -> pair.concept().equals("rare"));
    }

    @Test
    void theChoiceDoesNotDependOnTheOrder() {
        List<Pair> shuffled = new ArrayList<>(pairs(100, 3));
        Collections.reverse(shuffled);
        assertThat(HoldOut.of(shuffled)).isEqualTo(HoldOut.of(pairs(100, 3)));
    }

    @Test
    void aSmallSetHoldsOutNothing() {
        assertThat(HoldOut.of(pairs(8, 4))).isEmpty();
    }

    private static List<Pair> pairs(int concepts, int styles) {
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i < concepts; i++) {
            for (String style : STYLES.subList(0, styles)) {
                pairs.add(new Pair("concept-" + i, style));
            }
        }
        return pairs;
    }
}

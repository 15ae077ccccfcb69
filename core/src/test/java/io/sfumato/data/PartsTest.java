package io.sfumato.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PartsTest {
    private static Set<String> names(DataSet data) {
        Set<String> names = new HashSet<>();
        IntStream.range(0, data.count()).forEach(i -> names.add(data.name(i)));
        return names;
    }

    @ParameterizedTest
    @CsvSource({"1000, 0.02, 20", "10, 0.02, 1", "2, 0.5, 1", "100000, 0.02, 500"})
    void aShareIsKeptBackOneAtLeastAnd500AtMost(int count, double share, int expected) {
        Parts parts = Parts.byShare(new Drawings.Greys(count), share);
        assertThat(parts.heldOut().orElseThrow().count()).isEqualTo(expected);
        assertThat(parts.train().count()).isEqualTo(count - expected);
    }

    @Test
    void noPictureIsInBothParts() {
        Parts parts = Parts.byShare(new Drawings.Greys(300), 0.1);
        assertThat(names(parts.train()))
                .doesNotContainAnyElementsOf(names(parts.heldOut().orElseThrow()));
    }

    @Test
    void nearlyTheSameAreKeptBackWhenPicturesCome() {
        Set<String> before =
                names(Parts.byShare(new Drawings.Greys(300), 0.1).heldOut().orElseThrow());
        Set<String> after =
                names(Parts.byShare(new Drawings.Greys(310), 0.1).heldOut().orElseThrow());
        after.retainAll(before);
        assertThat(after).hasSizeGreaterThan(26);
    }

    @Test
    void nothingIsKeptBackOfOnePictureOrWhereNothingShallBe() {
        assertThat(Parts.byShare(new Drawings.Greys(1), 0.5).heldOut()).isEmpty();
        assertThat(Parts.byShare(new Drawings.Greys(100), 0).heldOut()).isEmpty();
    }

    @Test
    void somethingIsToBeTrainedOn() {
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> Parts.bySplit(new Drawings.Greys(4), Collections.nCopies(4, Split.HELD_OUT)))
                .withMessageContaining("grey-0 and all others of 4 pictures are kept back");
    }

    @Test
    void howManyThereAreIsSaid() {
        Parts parts = Parts.byShare(new Drawings.Greys(2_000), 0.02);
        assertThat(parts.inWords()).isEqualTo("1,960 pictures to train on, 40 held out");
        assertThat(parts.withFound(Found.as("greys").without(1_500, Path.of("a")))
                        .inWords())
                .isEqualTo(
                        "1,960 pictures to train on, 40 held out: greys; 1,500 other picture files in a are not read");
    }
}

package io.sfumato.train.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.sfumato.condition.ClassLabel;
import io.sfumato.condition.Cue;
import io.sfumato.condition.LowResolution;
import io.sfumato.condition.PairOfCues;
import io.sfumato.data.Known;
import io.sfumato.data.Planes;
import io.sfumato.tensor.testkit.NoLeaks;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoLeaks.class)
class CuesTest {
    private static final ClassLabel ANY = new ClassLabel(9);
    private static final Planes SQUARE = new Planes(2, new byte[12]);
    private static final Known BOTH = new Known.Two(new Known.Small(SQUARE), new Known.ClassOf(3));

    private static Cue cue(double dropout) {
        return new Cues(dropout, Optional.of(ANY), 0).of(BOTH, SQUARE, new SplittableRandom(1));
    }

    @Test
    void ofTwoThingsWhatIsBesideTheLatentsIsAlwaysHeard() {
        PairOfCues whole = (PairOfCues) cue(0);
        assertThat(whole.beside()).isInstanceOf(LowResolution.class);
        assertThat(whole.inside()).isEqualTo(new ClassLabel(3));
        PairOfCues without = (PairOfCues) cue(1);
        assertThat(without.beside()).isInstanceOf(LowResolution.class);
        assertThat(without.inside()).isEqualTo(ANY);
    }
}

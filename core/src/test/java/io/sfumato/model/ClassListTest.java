package io.sfumato.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sfumato.condition.ClassLabel;
import io.sfumato.pipeline.RequestException;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ClassListTest {
    private static final ClassList NAMED = new ClassList(4, List.of("crane", "tench, Tinca tinca", "Crane", "1"));

    private static void refused(ClassList classes, String asked, String... parts) {
        assertThatExceptionOfType(RequestException.class)
                .isThrownBy(() -> classes.find(asked))
                .withMessageContainingAll(parts);
    }

    @Test
    void aNameIsFoundInAnyCaseAndGoesBeforeANumber() {
        assertThat(NAMED.find(" TENCH, tinca tinca")).isEqualTo(new ClassLabel(1));
        assertThat(NAMED.find("1")).isEqualTo(new ClassLabel(3));
        assertThat(NAMED.find("2")).isEqualTo(new ClassLabel(2));
    }

    @Test
    void aNameOfSeveralIsAskedForByNumber() {
        refused(NAMED, "crane", "class 'crane' is the name of 0 and 2, expected one of these numbers");
    }

    @Test
    void whatIsNotThereIsAnsweredWithWhatIsLikeIt() {
        refused(NAMED, "tinca", "class is 'tinca', expected a name or a number from 0 to 3: tench, Tinca tinca");
        refused(NAMED, "-1", "expected a name or a number from 0 to 3: crane, tench, Tinca tinca, Crane, 1");
        refused(new ClassList(4, List.of()), "cat", "expected a number from 0 to 3; the model has no names for them");
    }

    @Test
    void ofManyNamesTheFirstAreShown() {
        List<String> many = IntStream.range(0, 1000).mapToObj(i -> "kind " + i).toList();
        refused(new ClassList(1000, many), "cat", "kind 19, …");
    }

    private static Optional<ClassList> of(ConditionerSpec conditioner, Optional<ModelDescription.Absence> absence) {
        ModelDescription tiny = TinyModel.description();
        return ClassList.of(new ModelDescription(
                ModelDescription.VERSION,
                "",
                tiny.firstStage(),
                tiny.scaling(),
                conditioner,
                tiny.unet(),
                tiny.preconditioning(),
                tiny.defaults(),
                List.of(),
                absence,
                Collections.emptyMap()));
    }

    /** Of the reference's models nobody has said whether the last is a class as others are. */
    @Test
    void theOneThatStandsForAnyIsNotAmongThemWhereItIsKnown() {
        ConditionerSpec label = new ConditionerSpec.Label(5);
        assertThat(of(label, Optional.of(ModelDescription.Absence.LEARNED))
                        .orElseThrow()
                        .count())
                .isEqualTo(4);
        assertThat(of(label, Optional.of(ModelDescription.Absence.UNLEARNED))
                        .orElseThrow()
                        .count())
                .isEqualTo(5);
        assertThat(of(label, Optional.empty()).orElseThrow().all()).hasSize(5).endsWith(new ClassLabel(4));
        assertThat(of(new ConditionerSpec.Unconditional(), Optional.empty())).isEmpty();
    }
}

package io.sfumato.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sfumato.data.DataException;
import io.sfumato.image.ImageException;
import io.sfumato.model.ModelException;
import io.sfumato.pipeline.RequestException;
import io.sfumato.tensor.ArchiveException;
import io.sfumato.tensor.TensorException;
import io.sfumato.train.recipe.RecipeException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FailureTest {
    static Stream<RuntimeException> badInputs() {
        return Stream.of(
                new UsageException("bad"),
                new RequestException("bad"),
                new ModelException("bad"),
                new ArchiveException("bad"),
                new RecipeException("bad"),
                new DataException("bad"),
                new ImageException("bad"));
    }

    @ParameterizedTest
    @MethodSource("badInputs")
    void badInputIsSaidInItsOwnWords(RuntimeException problem) {
        Failure failure = Failure.of(problem);
        assertThat(failure.line()).isEqualTo("bad");
        assertThat(failure.exitCode()).isEqualTo(2);
    }

    @Test
    void anythingElseIsOurs() {
        assertThat(Failure.of(new TensorException("wrong shape")))
                .extracting(Failure::line, Failure::exitCode)
                .containsExactly("wrong shape", 1);
        assertThat(Failure.of(new IndexOutOfBoundsException("7")))
                .extracting(Failure::line, Failure::exitCode)
                .containsExactly("IndexOutOfBoundsException: 7", 1);
        assertThat(Failure.of(new IllegalStateException()))
                .extracting(Failure::line, Failure::exitCode)
                .containsExactly("IllegalStateException", 1);
    }

    @Test
    void whoeverRanOutOfMemoryIsToldWhatNeedsLess() {
        TensorException problem = new TensorException("DefaultCPUAllocator: can't allocate memory: 9 bytes");
        assertThat(Failure.of(problem).line())
                .startsWith("out of memory (")
                .endsWith(". A smaller --batch, --width and --height need less");
        assertThat(Failure.of(problem, "Accumulation needs less").line()).endsWith("). Accumulation needs less");
        assertThat(Failure.of(new DataException("bad"), "Accumulation needs less")
                        .line())
                .isEqualTo("bad");
    }

    @Test
    void aFullDiskIsNoBadInput() {
        Failure failure = Failure.of(new UncheckedIOException(new IOException("a.png: No space left on device")));
        assertThat(failure.line()).isEqualTo("IOException: a.png: No space left on device");
        assertThat(failure.exitCode()).isEqualTo(1);
    }

    @Test
    void onlyTheFirstOfManyLinesIsShown() {
        Failure failure = Failure.of(new RuntimeException("sizes differ\nException raised from add at add.cpp:1\n"));
        assertThat(failure.line()).isEqualTo("RuntimeException: sizes differ");
    }

    @Test
    void theLinesOfBadInputAreJoined() {
        assertThat(Failure.of(new RecipeException("recipe.yaml:\n  line 3\n")).line())
                .isEqualTo("recipe.yaml: line 3");
    }

    @Test
    void missingMemoryComesWithACure() {
        assertThat(Failure.of(new OutOfMemoryError("Java heap space")).line()).contains("out of memory", "--batch");
        assertThat(Failure.of(new RuntimeException("CUDA out of memory. Tried to allocate 2.00 GiB."))
                        .line())
                .contains("out of memory (", "--batch");
        assertThat(Failure.of(new RuntimeException(
                                "[enforce fail] DefaultCPUAllocator: can't allocate memory: you tried"))
                        .line())
                .contains("out of memory", "--batch");
    }
}

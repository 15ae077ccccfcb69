package io.sfumato.train.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sfumato.train.recipe.RecipeException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DivisionTest {
    private static final Progress AFTER_THREE = new Progress(3, 30);

    private static List<Slice> slices(Division division) {
        return IntStream.range(0, division.processes())
                .boxed()
                .flatMap(process -> division.slices(AFTER_THREE, process, 7).stream())
                .toList();
    }

    @Test
    void aBatchIsDividedAmongProcessesWithoutAGap() {
        assertThat(slices(new Division(10, 4, 1)))
                .containsExactly(
                        new Slice(3, 30, 2, 7), new Slice(3, 32, 3, 7), new Slice(3, 35, 2, 7), new Slice(3, 37, 3, 7));
    }

    @Test
    void partsOfAProcessFollowEachOther() {
        assertThat(new Division(10, 2, 2).slices(AFTER_THREE, 1, 7))
                .containsExactly(new Slice(3, 35, 2, 7), new Slice(3, 37, 3, 7));
        assertThat(slices(new Division(10, 2, 2))).isEqualTo(slices(new Division(10, 4, 1)));
    }

    @Test
    void aBatchOfLessThanOnePictureAPartIsRefused() {
        assertThatExceptionOfType(RecipeException.class)
                .isThrownBy(() -> new Division(7, 4, 2))
                .withMessage("a batch of 7 cannot be divided among 4 processes in 2 parts each, which need a picture"
                        + " each. Take a larger batch, fewer processes, or less accumulation");
    }
}

package io.sfumato.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CaptionsTest {
    private static final Example APPLE = apple(List.of("fruit", "healthy"));

    @Test
    void theCanonicalCaptionNamesLabelAndStyle() {
        assertThat(APPLE.canonicalCaption()).isEqualTo("red apple, noto style");
    }

    @Test
    void sameSeedSameCaption() {
        for (long seed = 0; seed < 100; seed++) {
            assertThat(Captions.varied(APPLE, seed)).isEqualTo(Captions.varied(APPLE, seed));
        }
    }

    @Test
    void threeInFiveCaptionsAreCanonicalAndTheOthersVary() {
        int draws = 20_000;
        Map<String, Long> counts = LongStream.range(0, draws)
                .mapToObj(seed -> Captions.varied(APPLE, seed))
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));

        assertThat(counts)
                .containsOnlyKeys(
                        "red apple, noto style",
                        "a red apple, noto style",
                        "red apple",
                        "a red apple",
                        "fruit, red apple, noto style",
                        "healthy, red apple, noto style",
                        "fruit, noto style",
                        "healthy, noto style");
        assertThat(counts.get("red apple, noto style") / (double) draws).isCloseTo(0.6, within(0.02));
        assertThat(counts.get("fruit, noto style") / (double) draws).isLessThan(0.03);
    }

    @Test
    void withoutTagsOnlyTheLabelIsUsed() {
        Example plain = apple(List.of());
        for (long seed = 0; seed < 500; seed++) {
            assertThat(Captions.varied(plain, seed)).contains("red apple");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "red apple, a red apple",
        "onion, an onion",
        "hourglass done, an hourglass done",
        "unicorn, a unicorn",
        "one-piece swimsuit, a one-piece swimsuit",
        "grapes, grapes",
        "cherries, cherries",
        "people holding hands, people holding hands",
        "octopus, an octopus",
        "face with tears of joy, a face with tears of joy",
        "woman's boot, a woman's boot",
    })
    void articlesSoundNatural(String label, String expected) {
        assertThat(Captions.withArticle(label)).isEqualTo(expected);
    }

    @Test
    void readyCaptionsStartWithTheCanonicalOneAndDoNotRepeat() {
        assertThat(Captions.ready("red apple", "noto"))
                .containsExactly("red apple, noto style", "a red apple, noto style", "red apple", "a red apple");
        assertThat(Captions.ready("grapes", "noto")).containsExactly("grapes, noto style", "grapes");
    }

    private static Example apple(List<String> tags) {
        return new Example(
                Path.of("images", "noto", "red-apple.png"),
                "red apple",
                tags,
                Captions.ready("red apple", "noto"),
                "noto",
                "red-apple",
                "food & drink",
                Split.TRAIN,
                "somewhere");
    }
}

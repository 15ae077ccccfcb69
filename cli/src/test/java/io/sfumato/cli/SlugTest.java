package io.sfumato.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlugTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "A red apple, noto style | a-red-apple-noto-style",
                "  --hello--  | hello",
                "../../etc/passwd | etc-passwd",
                "Crème brûlée! | crème-brûlée",
                "红 苹果 | 红-苹果",
                "10% | 10"
            })
    void lettersAndDigitsStay(String sentence, String slug) {
        assertThat(Slug.of(sentence)).isEqualTo(slug);
    }

    @Test
    void aSentenceWithoutLettersStillGetsAName() {
        assertThat(Slug.of("🍎 !!")).isEqualTo("image");
    }

    @Test
    void longSentencesAreCutAtNoHyphen() {
        String slug = Slug.of("word ".repeat(50));
        assertThat(slug).hasSizeLessThanOrEqualTo(60).startsWith("word-word").endsWith("word");
    }

    @Test
    void noCharacterIsCutInHalf() {
        String letter = "\uD835\uDC00"; // mathematical bold A, two chars
        assertThat(Slug.of("x" + letter.repeat(40))).isEqualTo("x" + letter.repeat(29));
    }
}

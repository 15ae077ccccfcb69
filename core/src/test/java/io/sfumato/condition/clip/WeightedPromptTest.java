package io.sfumato.condition.clip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sfumato.condition.ConditionException;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WeightedPromptTest {

    /** Each text with its weight to four digits, sections apart. */
    private static String shown(WeightedPrompt prompt) {
        return prompt.sections().stream()
                .map(section -> section.stream()
                        .map(words -> "'" + words.text() + "'" + Math.round(words.weight() * 1e4) / 1e4)
                        .collect(Collectors.joining(" ")))
                .collect(Collectors.joining(" / "));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    a cat                     | 'a cat'1.0
                    (cat)                     | 'cat'1.1
                    ((cat))                   | 'cat'1.21
                    (((cat)))                 | 'cat'1.331
                    [cat]                     | 'cat'0.9091
                    [[cat]]                   | 'cat'0.8264
                    ([cat])                   | 'cat'1.0
                    (cat:1.3)                 | 'cat'1.3
                    (cat:0)                   | 'cat'0.0
                    (cat:-1.5)                | 'cat'-1.5
                    (cat:+2)                  | 'cat'2.0
                    (cat:.5)                  | 'cat'0.5
                    (cat:2.)                  | 'cat'2.0
                    (cat: 1.3 )               | 'cat'1.3
                    ((cat:1.3))               | 'cat'1.43
                    ((cat):1.3)               | 'cat'1.43
                    ((cat:2) dog:0.5)         | 'cat'1.0 ' dog'0.5
                    (a:b:1.2)                 | 'a:b'1.2
                    a (red) cat               | 'a '1.0 'red'1.1 ' cat'1.0
                    a (red [green]) cat       | 'a '1.0 'red '1.1 'green cat'1.0
                    (a)(b)                    | 'ab'1.1
                    (a)b(c)                   | 'a'1.1 'b'1.0 'c'1.1
                    """)
    void bracketsWeighWords(String prompt, String expected) {
        assertThat(shown(WeightedPrompt.parse(prompt))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    a (cat                    | 'a '1.0 'cat'1.1
                    ((cat)                    | 'cat'1.21
                    (cat (dog                 | 'cat '1.1 'dog'1.21
                    [cat                      | 'cat'0.9091
                    (a [b) c]                 | 'a '1.1 'b'1.0 ' c'0.9091
                    cat)                      | 'cat)'1.0
                    cat]                      | 'cat]'1.0
                    (cat))                    | 'cat'1.1 ')'1.0
                    cat:1.3)                  | 'cat:1.3)'1.0
                    [cat:1.3]                 | 'cat:1.3'0.9091
                    [cat:1.3)                 | 'cat:1.3)'0.9091
                    (cat:1.3                  | 'cat:1.3'1.1
                    (cat:)                    | 'cat:'1.1
                    (cat:big)                 | 'cat:big'1.1
                    (:1.3)                    | ``
                    ()                        | ``
                    ([])                      | ``
                    a:b                       | 'a:b'1.0
                    10:30                     | '10:30'1.0
                    """)
    void bracketsWithoutAPartnerAreReadAsTheWebUiDoes(String prompt, String expected) {
        assertThat(shown(WeightedPrompt.parse(prompt))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    \\(cat\\)                   | '(cat)'1.0
                    \\[cat\\]                   | '[cat]'1.0
                    (\\(cat\\))                 | '(cat)'1.1
                    (cat \\(pet\\):1.3)         | 'cat (pet)'1.3
                    (literal\\]                | 'literal]'1.1
                    a\\\\b                      | 'a\\b'1.0
                    a\\b                       | 'ab'1.0
                    :\\)                       | ':)'1.0
                    \\                         | ``
                    """)
    void escapedSignsMeanThemselves(String prompt, String expected) {
        assertThat(shown(WeightedPrompt.parse(prompt))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    a BREAK b                 | 'a'1.0 / 'b'1.0
                    a BREAK BREAK b           | 'a'1.0 /  / 'b'1.0
                    BREAK a                   | ` / 'a'1.0`
                    a BREAK                   | `'a'1.0 / `
                    BREAK                     | ` / `
                    a,BREAK,b                 | 'a,'1.0 / ',b'1.0
                    (a BREAK b:1.5) c         | 'a'1.5 / 'b'1.5 ' c'1.0
                    (a) BREAK [b]             | 'a'1.1 / 'b'0.9091
                    BREAKFAST break UNBREAK   | 'BREAKFAST break UNBREAK'1.0
                    ÉBREAK                    | 'ÉBREAK'1.0
                    """)
    void breakEndsASection(String prompt, String expected) {
        assertThat(shown(WeightedPrompt.parse(prompt))).isEqualTo(expected);
    }

    /** The example in the web UI's own documentation. */
    @Test
    void theWebUisExampleIsReadToTheLastDigit() {
        assertThat(WeightedPrompt.parse("a (((house:1.3)) [on] a (hill:0.5), sun, (((sky))).")
                        .sections())
                .containsExactly(List.of(
                        new WeightedText("a ", 1.0),
                        new WeightedText("house", 1.5730000000000004),
                        new WeightedText(" ", 1.1),
                        new WeightedText("on", 1.0),
                        new WeightedText(" a ", 1.1),
                        new WeightedText("hill", 0.55),
                        new WeightedText(", sun, ", 1.1),
                        new WeightedText("sky", 1.4641000000000006),
                        new WeightedText(".", 1.1)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "()", "\\"})
    void aPromptOfNothingIsOneEmptySection(String prompt) {
        assertThat(WeightedPrompt.parse(prompt).sections()).containsExactly(List.of());
        assertThat(WeightedPrompt.literal("").sections()).containsExactly(List.of());
    }

    @Test
    void aLiteralTextHasNoSignsOfItsOwn() {
        assertThat(shown(WeightedPrompt.literal("(a:2) BREAK \\["))).isEqualTo("'(a:2) BREAK \\['1.0");
    }

    @ParameterizedTest
    @CsvSource({
        "(cat:10.5), 'cat' has weight 10.5",
        "(cat:-11), 'cat' has weight -11.0",
        "((cat:9):9), 'cat' has weight 81.0",
        "(cat:1.2.3), weight is '1.2.3'",
        "(cat:.), weight is '.'",
    })
    void weightsOutOfRangeAreRefused(String prompt, String complaint) {
        assertThatThrownBy(() -> WeightedPrompt.parse(prompt))
                .isInstanceOf(ConditionException.class)
                .hasMessageStartingWith("prompt: ")
                .hasMessageContaining(complaint)
                .hasMessageContaining("expected");
    }

    @Test
    void weightsThatAreNoNumbersAreRefused() {
        String huge = "(" + "cat ".repeat(50) + ":" + "9".repeat(400) + ")";
        assertThatThrownBy(() -> WeightedPrompt.parse(huge))
                .isInstanceOf(ConditionException.class)
                .hasMessageContaining("has weight Infinity")
                .message()
                .hasSizeLessThan(200);
        assertThatThrownBy(() -> new WeightedText("cat", Double.NaN)).isInstanceOf(ConditionException.class);
        assertThatThrownBy(() -> WeightedPrompt.parse("(".repeat(30) + "cat"))
                .hasMessageContaining("'cat' has weight 17.4");
        assertThat(shown(WeightedPrompt.parse("((cat:20):0.25)"))).isEqualTo("'cat'5.0");
    }

    @Test
    @Timeout(20)
    void noPromptTakesForever() {
        int many = 100_000;
        assertThat(WeightedPrompt.parse(":".repeat(many)).sections().get(0)).hasSize(1);
        assertThat(WeightedPrompt.parse("a ".repeat(many)).sections().get(0)).hasSize(1);
        assertThat(WeightedPrompt.parse("a" + " ".repeat(many) + "b").sections())
                .hasSize(1);
        assertThat(WeightedPrompt.parse("(a:1" + " ".repeat(many) + "b").sections())
                .hasSize(1);
        assertThat(WeightedPrompt.parse("(a)[b]".repeat(many)).sections().get(0))
                .hasSize(2 * many);
        assertThat(WeightedPrompt.parse("a BREAK ".repeat(many)).sections()).hasSize(many + 1);
        for (String bracket : List.of("(", "[")) {
            assertThatThrownBy(() -> WeightedPrompt.parse(bracket.repeat(many)))
                    .isInstanceOf(ConditionException.class)
                    .hasMessageContaining("more than 100 brackets are open");
        }
    }
}

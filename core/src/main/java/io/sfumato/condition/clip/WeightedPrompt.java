package io.sfumato.condition.clip;

import io.sfumato.condition.ConditionException;
import java.util.List;

/**
 * A prompt whose words have weights, in the notation that users of Stable Diffusion know from AUTOMATIC1111's web UI:
 *
 * <ul>
 *   <li>{@code (words)} count 1.1 times as much, {@code ((words))} 1.21 times, {@code [words]} 1/1.1 times;
 *   <li>{@code (words:1.3)} count 1.3 times as much;
 *   <li>{@code \(}, {@code \)}, {@code \[}, {@code \]} and {@code \\} are the sign itself;
 *   <li>{@code BREAK} ends a section: what follows is read as a text of its own.
 * </ul>
 *
 * <p>As there, a bracket that is never closed reaches to the end, and one that was never opened is a sign like others.
 * Unlike there, {@code BREAK} ends a section inside of brackets too.
 *
 * @param sections what stands between the breaks, at least one; each is its words in order, none where it is empty
 */
public record WeightedPrompt(List<List<WeightedText>> sections) {
    public WeightedPrompt {
        sections = sections.stream().map(List::copyOf).toList();
    }

    /** Reads the notation. Throws {@link ConditionException} for weights that are no numbers from −10 to 10. */
    public static WeightedPrompt parse(String prompt) {
        return new PromptParser().parse(prompt);
    }

    /** A text whose signs mean themselves, as the reference reads it. */
    public static WeightedPrompt literal(String text) {
        return new WeightedPrompt(List.of(text.isEmpty() ? List.of() : List.of(new WeightedText(text, 1))));
    }
}

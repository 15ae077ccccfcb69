package io.sfumato.condition.clip;

import io.sfumato.condition.ConditionException;

/**
 * Words that count more or less than others.
 *
 * @param weight from −10 to 10; 1 is as usual
 */
public record WeightedText(String text, double weight) {
    private static final double MOST = 10;
    private static final int SHOWN = 40;

    public WeightedText {
        if (!(Math.abs(weight) <= MOST)) {
            String shown = text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
            throw new ConditionException("prompt: '" + shown + "' has weight " + weight
                    + ", expected one from -10 to 10: take fewer brackets, or a smaller number");
        }
    }
}

package io.sfumato.sampling;

import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Noise levels σ from {@code low} to {@code high}, both included.
 *
 * @param low 0 or more
 * @param high above {@code low}; infinite where there is no bound
 */
public record NoiseRange(double low, double high) {
    /** Every level. */
    public static final NoiseRange ALL = new NoiseRange(0, Double.POSITIVE_INFINITY);

    private static final Pattern WRITTEN = Pattern.compile("(\\d+(?:\\.\\d+)?)?:(\\d+(?:\\.\\d+)?)?");

    public NoiseRange {
        if (!(low >= 0 && high > low)) {
            throw new IllegalArgumentException(
                    "noise levels are " + low + ":" + high + ", expected 0 or more, and a higher one");
        }
    }

    /** As {@link #toString} writes it: {@code 0.3:6}; an end may be left open, as in {@code :6}. */
    public static NoiseRange parse(String text) {
        Matcher matcher = WRITTEN.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "noise levels are '" + text + "', expected two numbers with a colon between them, such as 0.3:6");
        }
        return new NoiseRange(
                matcher.group(1) == null ? ALL.low : Double.parseDouble(matcher.group(1)),
                matcher.group(2) == null ? ALL.high : Double.parseDouble(matcher.group(2)));
    }

    /** Whether a level is one of them. */
    public boolean holds(double sigma) {
        return low <= sigma && sigma <= high;
    }

    @Override
    public String toString() {
        return (low == 0 ? "" : plain(low)) + ":" + (Double.isInfinite(high) ? "" : plain(high));
    }

    /** 6 rather than 6.0. */
    private static String plain(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }
}

package io.sfumato.lora;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file of updates, and how much of them is added.
 *
 * @param scale 1 is as they were trained; less is less of it, and below 0 the opposite
 */
public record LoraChoice(Path file, double scale) {
    private static final Pattern SCALED = Pattern.compile("(.+):([-+]?[0-9.]+(?:[eE][-+]?\\d+)?|[-+]?[A-Za-z]*)");

    public LoraChoice {
        if (!Double.isFinite(scale)) {
            throw new IllegalArgumentException("scale is " + scale + ", expected a number, such as 0.8");
        }
    }

    /** Reads {@code FILE} or {@code FILE:SCALE}. */
    public static LoraChoice parse(String text) {
        Matcher parts = SCALED.matcher(text);
        if (!parts.matches()) {
            return new LoraChoice(Path.of(text), 1);
        }
        try {
            return new LoraChoice(Path.of(parts.group(1)), Double.parseDouble(parts.group(2)));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "scale is '" + parts.group(2) + "', expected a number behind the colon, such as 0.8", e);
        }
    }
}

package io.sfumato.benchmark;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What of a model is timed. */
public enum Part {
    /** Its weights are read from a file and placed in the precision that it computes in. */
    LOADING,
    /** Words, or what else it hears, become a condition. */
    CONDITIONER,
    /** One call of the denoising network, for one picture and for two: a guided step. */
    UNET,
    /** Pixels become latents. */
    ENCODE,
    /** Latents become pixels. */
    DECODE,
    /** From noise to pixels, guided as its defaults say. */
    PICTURE,
    /** One step of diffusion training: loss, gradient, optimizer, average. */
    TRAINING;

    /** What people call it. */
    public String spelling() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The part that people call so. */
    public static Part parse(String name) {
        return Arrays.stream(values())
                .filter(part -> part.spelling().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'" + name + "' is not a part, expected one of "
                        + Arrays.stream(values()).map(Part::spelling).collect(Collectors.joining(", "))));
    }

    @Override
    public String toString() {
        return spelling();
    }
}

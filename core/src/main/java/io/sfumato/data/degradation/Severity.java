package io.sfumato.data.degradation;

import java.util.List;

/**
 * A strength in numbers: those of the reference's {@code bsrgan_light.py} and {@code bsrgan.py}.
 *
 * @param operations in no particular order
 * @param resized share of the pictures that shrink by interpolation; the others are blurred, and pixels of them are left out
 */
record Severity(List<Operation> operations, Blur blur, double resized, Noise noise, Compression compression) {
    private static final Severity LIGHT = new Severity(
            List.of(Operation.BLUR, Operation.SHRINK, Operation.RESIZE, Operation.NOISE, Operation.COMPRESS),
            new Blur(4, WholeNumbers.of(5, 14), WholeNumbers.of(5, 7)),
            0.8,
            new Noise(WholeNumbers.of(1, 2)),
            new Compression(WholeNumbers.of(80, 95)));

    private static final Severity FULL = new Severity(
            List.of(
                    Operation.BLUR,
                    Operation.BLUR,
                    Operation.SHRINK,
                    Operation.RESIZE,
                    Operation.NOISE,
                    Operation.COMPRESS),
            new Blur(1, new WholeNumbers(7, 25, 2), new WholeNumbers(7, 25, 2)),
            0.75,
            new Noise(WholeNumbers.of(2, 25)),
            new Compression(WholeNumbers.of(30, 95)));

    static Severity of(Strength strength) {
        return switch (strength) {
            case LIGHT -> LIGHT;
            case FULL -> FULL;
        };
    }
}

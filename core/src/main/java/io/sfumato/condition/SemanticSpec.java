package io.sfumato.condition;

import io.sfumato.tensor.Interpolation;

/**
 * The sizes of a {@link SemanticRescaler}.
 *
 * @param stages how often the map is rescaled
 * @param multiplier height and width after a stage over those before
 * @param method where the pixels of a rescaled map come from
 * @param kinds planes of the map
 * @param channels that are made of them
 */
public record SemanticSpec(int stages, double multiplier, Interpolation method, int kinds, int channels) {
    public SemanticSpec {
        if (stages < 0 || kinds < 1 || channels < 1) {
            throw new IllegalArgumentException("semantic rescaler: stages, kinds and channels are " + stages + ", "
                    + kinds + " and " + channels + ", expected 0 or more, and numbers above 0");
        }
        if (!(multiplier > 0 && Double.isFinite(multiplier))) {
            throw new IllegalArgumentException(
                    "semantic rescaler: multiplier is " + multiplier + ", expected a number above 0");
        }
    }

    /** With a map that is halved, bilinearly, as in the published models. */
    public static SemanticSpec halving(int times, int kinds, int channels) {
        return new SemanticSpec(times, 0.5, Interpolation.BILINEAR, kinds, channels);
    }
}

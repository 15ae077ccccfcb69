package io.sfumato.condition;

/**
 * The sizes of a {@link SemanticRescaler}.
 *
 * @param halvings how often the map is halved
 * @param kinds planes of the map
 * @param channels that are made of them
 */
public record SemanticSpec(int halvings, int kinds, int channels) {
    public SemanticSpec {
        if (halvings < 0 || kinds < 1 || channels < 1) {
            throw new IllegalArgumentException("semantic rescaler: halvings, kinds and channels are " + halvings + ", "
                    + kinds + " and " + channels + ", expected 0 or more, and numbers above 0");
        }
    }
}

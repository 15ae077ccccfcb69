package io.sfumato.condition.text;

/**
 * The sizes of a text transformer.
 *
 * @param vocabulary number of token ids
 * @param window tokens per text
 * @param width of a token's vector
 * @param layers blocks of attention and feed-forward
 */
public record TextTransformerSpec(int vocabulary, int window, int width, int layers) {
    public TextTransformerSpec {
        if (vocabulary <= 0 || window <= 0 || width <= 0 || layers <= 0) {
            throw new IllegalArgumentException("text transformer: vocabulary, window, width and layers are "
                    + vocabulary + ", " + window + ", " + width + ", " + layers + ", expected numbers above 0");
        }
    }
}

package io.sfumato.condition.text;

/**
 * The sizes of a {@link Sketch}.
 *
 * @param channels of the latents that are guessed
 * @param side height and width of the guess, in latents
 * @param width of the perceptron between text and guess
 * @param blocks residual blocks of the perceptron
 */
public record SketchSpec(int channels, int side, int width, int blocks) {
    public SketchSpec {
        if (channels <= 0 || side <= 0 || width <= 0 || blocks < 0) {
            throw new IllegalArgumentException("sketch: channels, side, width and blocks are " + channels + ", " + side
                    + ", " + width + ", " + blocks + ", expected numbers above 0 (blocks: from 0)");
        }
    }
}

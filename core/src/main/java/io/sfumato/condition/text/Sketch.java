package io.sfumato.condition.text;

import io.sfumato.nn.Chain;
import io.sfumato.nn.Init;
import io.sfumato.nn.LayerNorm;
import io.sfumato.nn.Linear;
import io.sfumato.nn.Module;
import io.sfumato.nn.Residual;
import io.sfumato.tensor.Tensor;

/**
 * A guess at the latents of the picture that a text describes: the mean of all that it may be, blurred where they
 * differ. A perceptron: each of its weights is used once a picture, that of a convolution at every position.
 */
final class Sketch extends Module {
    private final SketchSpec spec;
    private final Chain layers;

    Sketch(SketchSpec spec, int textWidth, Init init) {
        this.spec = spec;
        layers = child("layers", new Chain().then("in", new Linear(textWidth, spec.width(), init)));
        for (int i = 0; i < spec.blocks(); i++) {
            layers.then("block." + i, new Residual(new FeedForward(spec.width(), init)));
        }
        layers.then("norm", new LayerNorm(spec.width(), init))
                .then("out", new Linear(spec.width(), (long) spec.channels() * spec.side() * spec.side(), init));
    }

    /**
     * @param summary of the text, [N, D]
     * @return [N, channels, side, side]
     */
    Tensor forward(Tensor summary) {
        return layers.forward(summary).reshape(-1, spec.channels(), spec.side(), spec.side()); // [N, C, side, side]
    }
}

package io.sfumato.condition.text;

import io.sfumato.nn.Init;
import io.sfumato.nn.Layer;
import io.sfumato.nn.LayerNorm;
import io.sfumato.nn.Linear;
import io.sfumato.nn.Module;
import io.sfumato.tensor.Functional;
import io.sfumato.tensor.Tensor;

/** Normalises, widens four times, bends, narrows. */
final class FeedForward extends Module implements Layer {
    private final LayerNorm norm;
    private final Linear widen;
    private final Linear narrow;

    FeedForward(int width, Init init) {
        norm = child("0", new LayerNorm(width, init));
        widen = child("1.net.0.0", new Linear(width, 4L * width, init));
        narrow = child("1.net.2", new Linear(4L * width, width, init));
    }

    @Override
    public Tensor forward(Tensor x) {
        return narrow.forward(Functional.gelu(widen.forward(norm.forward(x))));
    }
}

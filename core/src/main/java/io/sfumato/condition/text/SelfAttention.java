package io.sfumato.condition.text;

import io.sfumato.nn.Heads;
import io.sfumato.nn.Init;
import io.sfumato.nn.Layer;
import io.sfumato.nn.LayerNorm;
import io.sfumato.nn.Linear;
import io.sfumato.nn.Module;
import io.sfumato.tensor.Tensor;

/** Normalises, then lets every token attend to every other. */
final class SelfAttention extends Module implements Layer {
    private static final int HEADS = 8;
    private static final int HEAD_WIDTH = 64;

    private final LayerNorm norm;
    private final Linear q;
    private final Linear k;
    private final Linear v;
    private final Linear out;

    SelfAttention(int width, Init init) {
        int inner = HEADS * HEAD_WIDTH;
        norm = child("0", new LayerNorm(width, init));
        q = child("1.to_q", Linear.withoutBias(width, inner, init));
        k = child("1.to_k", Linear.withoutBias(width, inner, init));
        v = child("1.to_v", Linear.withoutBias(width, inner, init));
        out = child("1.to_out", new Linear(inner, width, init));
    }

    @Override
    public Tensor forward(Tensor x) {
        Tensor normal = norm.forward(x);
        return out.forward(Heads.attend(q.forward(normal), k.forward(normal), v.forward(normal), HEADS));
    }
}

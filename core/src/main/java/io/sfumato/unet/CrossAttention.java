package io.sfumato.unet;

import io.sfumato.nn.Heads;
import io.sfumato.nn.Init;
import io.sfumato.nn.Linear;
import io.sfumato.nn.Module;
import io.sfumato.tensor.Tensor;

/** Tokens attend to other tokens: to the condition's, or to their own kind. */
final class CrossAttention extends Module {
    private final Linear q;
    private final Linear k;
    private final Linear v;
    private final Linear out;
    private final int heads;

    CrossAttention(int width, int contextWidth, int heads, Init init) {
        this.heads = heads;
        q = child("to_q", Linear.withoutBias(width, width, init));
        k = child("to_k", Linear.withoutBias(contextWidth, width, init));
        v = child("to_v", Linear.withoutBias(contextWidth, width, init));
        out = child("to_out.0", new Linear(width, width, init));
    }

    /**
     * @param x [N, T, width]
     * @param context [N, S, contextWidth]
     */
    Tensor forward(Tensor x, Tensor context) {
        return out.forward(Heads.attend(q.forward(x), k.forward(context), v.forward(context), heads));
    }
}

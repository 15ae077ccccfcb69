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

    /** What it remembers of tokens to attend to, [N, S, contextWidth]. */
    Heads.Memory memory(Tensor tokens) {
        return Heads.memory(k.forward(tokens), v.forward(tokens), heads);
    }

    /** @param x [N, T, width] */
    Tensor forward(Tensor x, Heads.Memory memory) {
        return out.forward(Heads.attend(q.forward(x), memory, heads));
    }
}

package io.sfumato.unet;

import io.sfumato.nn.GatedLinear;
import io.sfumato.nn.Init;
import io.sfumato.nn.LayerNorm;
import io.sfumato.nn.Linear;
import io.sfumato.nn.Module;
import io.sfumato.tensor.FeatureMaps;
import io.sfumato.tensor.Tensor;
import java.util.List;

/** Self-attention, attention to the condition, and a gated feed-forward layer, each normalised and residual. */
final class TransformerBlock extends Module {
    private final LayerNorm norm1;
    private final CrossAttention self;
    private final LayerNorm norm2;
    private final CrossAttention cross;
    private final LayerNorm norm3;
    private final GatedLinear gated;
    private final Linear contract;

    TransformerBlock(int width, int heads, int contextWidth, Init init) {
        self = child("attn1", new CrossAttention(width, width, heads, init));
        gated = child("ff.net.0.proj", new GatedLinear(width, 4L * width, init));
        contract = child("ff.net.2", new Linear(4L * width, width, init));
        cross = child("attn2", new CrossAttention(width, contextWidth, heads, init));
        norm1 = child("norm1", new LayerNorm(width, init));
        norm2 = child("norm2", new LayerNorm(width, init));
        norm3 = child("norm3", new LayerNorm(width, init));
    }

    /** The attention to what is heard. */
    CrossAttention cross() {
        return cross;
    }

    /** @param merging which tokens attend to each other as one */
    Tensor forward(Tensor tokens, Heard heard, Merging merging) {
        return FeatureMaps.compose(
                tokens,
                List.of(
                        x -> x.add(merging.attended(norm1.forward(x), own -> self.forward(own, self.memory(own)))),
                        x -> x.add(told(norm2.forward(x), heard)),
                        x -> x.add(contract.forward(gated.forward(norm3.forward(x))))));
    }

    private Tensor told(Tensor normal, Heard heard) {
        return cross.forward(normal, heard.by(cross, normal));
    }
}

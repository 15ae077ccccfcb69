package io.sfumato.condition.text;

import io.sfumato.nn.Embedding;
import io.sfumato.nn.Init;
import io.sfumato.nn.LayerNorm;
import io.sfumato.nn.Module;
import io.sfumato.tensor.DType;
import io.sfumato.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * The BERT-style encoder of the reference (the x-transformers layout): learned positions, normalisation before each
 * layer, eight heads of 64 at any width. Padding is attended to, as in the reference.
 */
public final class TextTransformer extends Module {
    private static final double INITIAL_DEVIATION = 0.02;

    private final TextTransformerSpec spec;
    private final Embedding tokens;
    private final Embedding positions;
    private final List<EncoderBlock> blocks = new ArrayList<>();
    private final LayerNorm norm;

    public TextTransformer(TextTransformerSpec spec, Init init) {
        this.spec = spec;
        tokens = child("token_emb", new Embedding(spec.vocabulary(), spec.width(), INITIAL_DEVIATION, init));
        positions = child("pos_emb.emb", new Embedding(spec.window(), spec.width(), INITIAL_DEVIATION, init));
        for (int i = 0; i < spec.layers(); i++) {
            // attention has the even numbers, feed-forward the odd ones
            blocks.add(new EncoderBlock(
                    child("attn_layers.layers." + 2 * i, new SelfAttention(spec.width(), init)),
                    child("attn_layers.layers." + (2 * i + 1), new FeedForward(spec.width(), init))));
        }
        norm = child("norm", new LayerNorm(spec.width(), init));
    }

    private record EncoderBlock(SelfAttention attention, FeedForward feedForward) {
        Tensor forward(Tensor x) {
            Tensor attended = x.add(attention.forward(x));
            return attended.add(feedForward.forward(attended));
        }
    }

    public TextTransformerSpec spec() {
        return spec;
    }

    /**
     * @param ids int64 [N, T] with T at most the window
     * @param compute the precision to compute in
     * @return [N, T, width]
     */
    public Tensor forward(Tensor ids, DType compute) {
        if (ids.rank() != 2 || ids.size(1) > spec.window()) {
            throw new IllegalArgumentException(
                    "text transformer: ids are " + ids.shape() + ", expected [N, T] with T up to " + spec.window());
        }
        Tensor x = tokens.forward(ids).add(positions.first(ids.size(1))).to(compute);
        for (EncoderBlock block : blocks) {
            x = block.forward(x);
        }
        return norm.forward(x);
    }
}

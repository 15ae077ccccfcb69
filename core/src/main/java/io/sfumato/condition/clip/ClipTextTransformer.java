package io.sfumato.condition.clip;

import io.sfumato.nn.Embedding;
import io.sfumato.nn.Init;
import io.sfumato.nn.LayerNorm;
import io.sfumato.nn.Module;
import io.sfumato.tensor.DType;
import io.sfumato.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * The text transformer of CLIP (Radford et al. 2021, sec. 2.4), up to its last normalisation: learned positions, causal
 * attention, normalisation before each part. Names of parameters are Hugging Face's below {@code text_model.}. Padding
 * is attended to, as in the reference; being causal, no word hears the padding behind it.
 */
public final class ClipTextTransformer extends Module {
    private static final double INITIAL_DEVIATION = 0.02;

    private final ClipTextSpec spec;
    private final Embedding tokens;
    private final Embedding positions;
    private final List<ClipLayer> layers = new ArrayList<>();
    private final LayerNorm norm;

    public ClipTextTransformer(ClipTextSpec spec, Init init) {
        this.spec = spec;
        tokens = child(
                "embeddings.token_embedding", new Embedding(spec.vocabulary(), spec.width(), INITIAL_DEVIATION, init));
        positions = child(
                "embeddings.position_embedding", new Embedding(spec.window(), spec.width(), INITIAL_DEVIATION, init));
        for (int i = 0; i < spec.layers(); i++) {
            layers.add(child("encoder.layers." + i, new ClipLayer(spec, init)));
        }
        norm = child("final_layer_norm", new LayerNorm(spec.width(), init));
    }

    public ClipTextSpec spec() {
        return spec;
    }

    /**
     * @param ids int64 [N, T] with T at most the window, each below the size of the vocabulary
     * @param compute the precision to compute in
     * @return [N, T, width]
     */
    public Tensor forward(Tensor ids, DType compute) {
        if (ids.rank() != 2 || ids.size(1) < 1 || ids.size(1) > spec.window()) {
            throw new IllegalArgumentException("clip text transformer: ids are " + ids.shape()
                    + ", expected [N, T] with T from 1 to " + spec.window());
        }
        Tensor x = tokens.forward(ids).add(positions.first(ids.size(1))).to(compute);
        for (ClipLayer layer : layers) {
            x = layer.forward(x);
        }
        return norm.forward(x);
    }
}

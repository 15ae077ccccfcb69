package io.sfumato.unet;

import io.sfumato.nn.Conv2d;
import io.sfumato.nn.GroupNorm;
import io.sfumato.nn.Init;
import io.sfumato.nn.Layer;
import io.sfumato.nn.Linear;
import io.sfumato.nn.Module;
import io.sfumato.tensor.FeatureMaps;
import io.sfumato.tensor.Functional;
import io.sfumato.tensor.Tensor;
import java.util.List;

/** Two normalised convolutions beside a shortcut, with the noise level heard between them. */
final class ResidualBlock extends Module implements Block {
    /** Added to the variance by a residual block's norms. */
    static final double EPSILON = 1e-5;

    private final GroupNorm inNorm;
    private final Conv2d inConv;
    private final Linear embedding;
    private final GroupNorm outNorm;
    private final Conv2d outConv;
    private final Layer shortcut;
    private final Layer resample;
    private final UNetSpec.Modulation modulation;

    ResidualBlock(int in, int out, UNetSpec spec, Layer resample, Init init) {
        inNorm = child("in_layers.0", new GroupNorm(in, EPSILON, init));
        inConv = child("in_layers.2", Conv2d.same(in, out, init));
        this.modulation = spec.modulation();
        int heard = modulation == UNetSpec.Modulation.SCALE_SHIFT ? 2 * out : out;
        embedding = child("emb_layers.1", new Linear(spec.embeddingWidth(), heard, init));
        outNorm = child("out_layers.0", new GroupNorm(out, EPSILON, init));
        outConv = child("out_layers.3", Conv2d.zero(out, out, init));
        shortcut = in == out ? x -> x : child("skip_connection", Conv2d.pointwise(in, out, init));
        this.resample = resample;
    }

    /** A block that keeps the size. */
    static ResidualBlock same(int in, int out, UNetSpec spec, Init init) {
        return new ResidualBlock(in, out, spec, x -> x, init);
    }

    /** What hears the noise level: a vector a picture. */
    Linear embedding() {
        return embedding;
    }

    @Override
    public Tensor forward(Tensor x, Hints hints) {
        Tensor heard = embedding.forward(Functional.silu(hints.embedding())); // [N, C] or [N, 2C]
        Tensor spread = heard.reshape(heard.size(0), heard.size(1), 1, 1);
        return FeatureMaps.residual(
                x,
                List.of(
                        h -> inConv.forward(resample.forward(Functional.silu(inNorm.forward(h)))),
                        h -> outConv.forward(hints.forgetting().in(Functional.silu(modulate(h, spread))))),
                h -> shortcut.forward(resample.forward(h)));
    }

    private Tensor modulate(Tensor h, Tensor heard) {
        if (modulation == UNetSpec.Modulation.SHIFT) {
            return outNorm.forward(h.add(heard));
        }
        List<Tensor> parts = heard.chunk(2, 1);
        return outNorm.forward(h).mul(parts.get(0).add(1)).add(parts.get(1));
    }
}

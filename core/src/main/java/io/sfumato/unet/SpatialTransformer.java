package io.sfumato.unet;

import io.sfumato.nn.Conv2d;
import io.sfumato.nn.GroupNorm;
import io.sfumato.nn.Init;
import io.sfumato.nn.Module;
import io.sfumato.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** Transformer blocks over the positions of a feature map (Rombach et al. 2021, sec. 3.3), residual. */
final class SpatialTransformer extends Module implements Block {
    private static final double EPSILON = 1e-6;

    private final GroupNorm norm;
    private final Conv2d projectIn;
    private final List<TransformerBlock> blocks = new ArrayList<>();
    private final Conv2d projectOut;

    SpatialTransformer(int channels, UNetSpec.CrossAttention spec, Init init) {
        norm = child("norm", new GroupNorm(channels, EPSILON, init));
        int width = spec.inner(channels);
        projectIn = child("proj_in", Conv2d.pointwise(channels, width, init));
        int heads = spec.heads().of(channels);
        for (int i = 0; i < spec.depth(); i++) {
            blocks.add(child("transformer_blocks." + i, new TransformerBlock(width, heads, spec.contextWidth(), init)));
        }
        projectOut = child("proj_out", Conv2d.zeroPointwise(width, channels, init));
    }

    @Override
    public Tensor forward(Tensor x, Hints hints) {
        Tensor map = projectIn.forward(norm.forward(x));
        Tensor tokens = map.reshape(x.size(0), map.size(1), -1).transpose(1, 2); // [N, HW, width]
        Merging merging = hints.merging().on(x.size(2), x.size(3));
        for (TransformerBlock block : blocks) {
            tokens = block.forward(tokens, hints.heard(), merging);
        }
        Tensor back = tokens.transpose(1, 2).reshape(x.size(0), map.size(1), x.size(2), x.size(3)); // [N, width, H, W]
        return x.add(projectOut.forward(back));
    }
}

package io.sfumato.firststage;

import io.sfumato.nn.Conv2d;
import io.sfumato.nn.GroupNorm;
import io.sfumato.nn.Init;
import io.sfumato.nn.Layer;
import io.sfumato.nn.Module;
import io.sfumato.tensor.Attention;
import io.sfumato.tensor.Recomputation;
import io.sfumato.tensor.Tensor;
import java.util.List;

/** Every position attends to every other, with one head. */
final class SelfAttention extends Module implements Layer {
    private final GroupNorm norm;
    private final Conv2d q;
    private final Conv2d k;
    private final Conv2d v;
    private final Conv2d projection;

    SelfAttention(int channels, Init init) {
        norm = child("norm", new GroupNorm(channels, Levels.EPSILON, init));
        q = child("q", Conv2d.pointwise(channels, channels, init));
        k = child("k", Conv2d.pointwise(channels, channels, init));
        v = child("v", Conv2d.pointwise(channels, channels, init));
        projection = child("proj_out", Conv2d.pointwise(channels, channels, init));
    }

    /** Of it, no more than the result has to stay for the gradient. */
    @Override
    public Tensor forward(Tensor x) {
        return Recomputation.of(List.of(x), inputs -> run(inputs.get(0)));
    }

    private Tensor run(Tensor x) {
        Tensor h = norm.forward(x);
        double scale = 1 / Math.sqrt((double) x.size(1));
        Tensor attended =
                Attention.of(tokens(q.forward(h)), tokens(k.forward(h)), tokens(v.forward(h)), scale); // [N, HW, C]
        Tensor map = attended.transpose(1, 2).reshape(x.size(0), x.size(1), x.size(2), x.size(3)); // [N, C, H, W]
        return x.add(projection.forward(map));
    }

    private static Tensor tokens(Tensor map) {
        return map.reshape(map.size(0), map.size(1), -1).transpose(1, 2); // [N, HW, C]
    }
}

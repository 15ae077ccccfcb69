package io.sfumato.firststage;

import io.sfumato.nn.Conv2d;
import io.sfumato.nn.GroupNorm;
import io.sfumato.nn.Init;
import io.sfumato.nn.Layer;
import io.sfumato.nn.Module;
import io.sfumato.tensor.FeatureMaps;
import io.sfumato.tensor.Recomputation;
import io.sfumato.tensor.Tensor;
import java.util.List;

/** Two normalised 3 × 3 convolutions beside a shortcut. */
final class ResidualBlock extends Module implements Layer {
    private final Layer first;
    private final Layer second;
    private final Layer shortcut;

    ResidualBlock(int in, int out, Init init) {
        GroupNorm norm1 = child("norm1", new GroupNorm(in, Levels.EPSILON, init));
        first = child("conv1", Conv2d.same(in, out, init)).activated(norm1);
        GroupNorm norm2 = child("norm2", new GroupNorm(out, Levels.EPSILON, init));
        second = child("conv2", Conv2d.same(out, out, init)).activated(norm2);
        shortcut = in == out ? x -> x : child("nin_shortcut", Conv2d.pointwise(in, out, init));
    }

    /** Of it, no more than the result has to stay for the gradient. */
    @Override
    public Tensor forward(Tensor x) {
        return Recomputation.of(List.of(x), inputs -> run(inputs.get(0)));
    }

    private Tensor run(Tensor x) {
        return FeatureMaps.residual(x, List.of(first::forward, second::forward), shortcut::forward);
    }
}

package io.sfumato.firststage;

import io.sfumato.nn.Conv2d;
import io.sfumato.nn.GroupNorm;
import io.sfumato.nn.Init;
import io.sfumato.nn.Layer;
import io.sfumato.nn.Module;
import io.sfumato.tensor.Functional;
import io.sfumato.tensor.Tensor;

/** Two normalised 3 × 3 convolutions beside a shortcut. */
final class ResidualBlock extends Module implements Layer {
    private final GroupNorm norm1;
    private final Conv2d conv1;
    private final GroupNorm norm2;
    private final Conv2d conv2;
    private final Layer shortcut;

    ResidualBlock(int in, int out, Init init) {
        norm1 = child("norm1", new GroupNorm(in, Levels.EPSILON, init));
        conv1 = child("conv1", Conv2d.same(in, out, init));
        norm2 = child("norm2", new GroupNorm(out, Levels.EPSILON, init));
        conv2 = child("conv2", Conv2d.same(out, out, init));
        shortcut = in == out ? x -> x : child("nin_shortcut", Conv2d.pointwise(in, out, init));
    }

    @Override
    public Tensor forward(Tensor x) {
        Tensor h = conv1.forward(Functional.silu(norm1.forward(x)));
        h = conv2.forward(Functional.silu(norm2.forward(h)));
        return shortcut.forward(x).add(h);
    }
}

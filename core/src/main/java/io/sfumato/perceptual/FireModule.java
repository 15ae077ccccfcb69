package io.sfumato.perceptual;

import io.sfumato.nn.Conv2d;
import io.sfumato.nn.Init;
import io.sfumato.nn.Layer;
import io.sfumato.nn.Module;
import io.sfumato.tensor.Functional;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.Tensors;

/** {@link Step.Fire}. */
final class FireModule extends Module implements Layer {
    private final Conv2d squeeze;
    private final Conv2d narrow;
    private final Conv2d wide;

    FireModule(Step.Fire fire, Init init) {
        squeeze = child("squeeze", Conv2d.pointwise(fire.in(), fire.squeezed(), init));
        narrow = child("expand1x1", Conv2d.pointwise(fire.squeezed(), fire.expanded(), init));
        wide = child("expand3x3", Conv2d.same(fire.squeezed(), fire.expanded(), init));
    }

    @Override
    public Tensor forward(Tensor x) {
        Tensor h = Functional.relu(squeeze.forward(x));
        return Functional.relu(Tensors.cat(1, narrow.forward(h), wide.forward(h)));
    }
}

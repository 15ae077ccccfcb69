package io.sfumato.nn;

import io.sfumato.tensor.Tensor;

/** x + f(x): He et al. 2016, eq. 1. */
public final class Residual extends Module implements Layer {
    private final Layer layer;

    public <M extends Module & Layer> Residual(M layer) {
        this.layer = child("layer", layer);
    }

    @Override
    public Tensor forward(Tensor x) {
        return x.add(layer.forward(x));
    }
}

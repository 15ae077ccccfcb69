package io.sfumato.nn;

import io.sfumato.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** Layers that run one after the other. Those with parameters are adopted under a name of the chain's own tree. */
public final class Chain extends Module implements Layer {
    private final List<Layer> layers = new ArrayList<>();

    /** Appends a layer that has parameters. */
    public <M extends Module & Layer> Chain then(String name, M layer) {
        layers.add(child(name, layer));
        return this;
    }

    /** Appends a function without parameters. */
    public Chain then(Layer function) {
        layers.add(function);
        return this;
    }

    @Override
    public Tensor forward(Tensor x) {
        Tensor h = x;
        for (Layer layer : layers) {
            h = layer.forward(h);
        }
        return h;
    }
}

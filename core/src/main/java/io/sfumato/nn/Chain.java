package io.sfumato.nn;

import io.sfumato.tensor.FeatureMaps;
import io.sfumato.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Layers that run one after the other. Those with parameters are adopted under a name of the chain's own tree. */
public final class Chain extends Module implements Layer {
    private final List<UnaryOperator<Tensor>> steps = new ArrayList<>();

    /** Appends a layer that has parameters. */
    public <M extends Module & Layer> Chain then(String name, M layer) {
        steps.add(child(name, layer)::forward);
        return this;
    }

    /** Adopts a part that layers without parameters of their own use; it does not run by itself. */
    public <M extends Module> M adopt(String name, M part) {
        return child(name, part);
    }

    /** Appends a function without parameters. */
    public Chain then(Layer function) {
        steps.add(function::forward);
        return this;
    }

    @Override
    public Tensor forward(Tensor x) {
        return FeatureMaps.compose(x, steps);
    }
}

package io.sfumato.bench.onnx;

import io.sfumato.nn.Module;
import io.sfumato.tensor.Grad;
import io.sfumato.tensor.Region;
import io.sfumato.tensor.Rng;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;

/**
 * Noise for what begins as one number everywhere. Networks begin with convolutions that are all zero, and would say nothing of the
 * parts before them.
 */
public final class Stirring {
    private static final double OF_VECTORS = 0.1;

    private Stirring() {}

    /** Adds noise to vectors, and fills kernels and matrices that are zero so that signals keep about their size. */
    public static void of(Module network, Rng rng) {
        Grad.off(() -> network.parameters().values().forEach(parameter -> {
            try (Region region = Region.open()) {
                stir(parameter, rng);
            }
        }));
    }

    private static void stir(Tensor parameter, Rng rng) {
        Shape shape = parameter.shape();
        if (shape.rank() == 1) {
            parameter.copyInPlace(parameter.add(rng.normal(shape, OF_VECTORS, parameter.placement())));
        } else if (parameter.abs().max().item() == 0) {
            double fanIn = (double) shape.elements() / shape.size(0);
            parameter.copyInPlace(rng.normal(shape, 1 / Math.sqrt(fanIn), parameter.placement()));
        }
    }
}

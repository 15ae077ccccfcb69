package io.sfumato.tensor;

import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** What is done to gradients between backward and the optimizer's step. */
public final class Gradients {
    private static final double[] NONE = {};

    private Gradients() {}

    /**
     * The gradient of a scalar for one tensor that it depends on. What it was computed by is kept for further gradients, and
     * nothing is added to any leaf.
     */
    public static Tensor of(Tensor scalar, Tensor variable) {
        TensorVector gradients = torch.grad(
                new TensorVector(scalar.handle()),
                new TensorVector(variable.handle()),
                new TensorVector(),
                new BoolOptional(true),
                false,
                false);
        return Tensor.wrap(gradients.get(0));
    }

    /** Scales all gradients so that their common L2 norm is at most {@code maximum}; returns the norm before. */
    public static double clipNorm(Collection<Tensor> parameters, double maximum) {
        return Grad.off(() -> {
            double norm = norm(parameters);
            if (norm > maximum) {
                scale(parameters, maximum / (norm + 1e-6));
            }
            return norm;
        });
    }

    /** The common L2 norm of all gradients. */
    public static double norm(Collection<Tensor> parameters) {
        try (Region region = Region.open()) {
            double squares = 0;
            for (double norm : norms(parameters).map(Tensor::toDoubles).orElse(NONE)) { // asked for at once
                squares += norm * norm;
            }
            return Math.sqrt(squares);
        }
    }

    /** The L2 norm of each gradient, [n], beside them; empty where there are none. */
    static Optional<Tensor> norms(Collection<Tensor> parameters) {
        List<Tensor> gradients = of(parameters);
        return gradients.isEmpty() ? Optional.empty() : Optional.of(Tensors.stack(0, Foreach.norms(gradients)));
    }

    static void scale(Collection<Tensor> parameters, double factor) {
        try (Region region = Region.open()) {
            Foreach.mulInPlace(of(parameters), factor);
        }
    }

    /** Those that there are. */
    private static List<Tensor> of(Collection<Tensor> parameters) {
        return parameters.stream().map(Tensor::grad).filter(Objects::nonNull).toList();
    }
}

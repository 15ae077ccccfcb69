package io.sfumato.tensor;

import java.util.Collection;

/** What is done to gradients between backward and the optimizer's step. */
public final class Gradients {
    private Gradients() {}

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
        double squares = 0;
        for (Tensor parameter : parameters) {
            try (Region region = Region.open()) {
                Tensor gradient = parameter.grad();
                if (gradient != null) {
                    double norm = gradient.norm().item();
                    squares += norm * norm;
                }
            }
        }
        return Math.sqrt(squares);
    }

    private static void scale(Collection<Tensor> parameters, double factor) {
        for (Tensor parameter : parameters) {
            try (Region region = Region.open()) {
                Tensor gradient = parameter.grad();
                if (gradient != null) {
                    gradient.mulInPlace(factor);
                }
            }
        }
    }
}

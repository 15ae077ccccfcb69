package io.sfumato.adversarial;

import io.sfumato.tensor.Gradients;
import io.sfumato.tensor.Tensor;

/**
 * Weighs the adversarial loss so that it pulls at the decoder's last layer as hard as the reconstruction does (Esser et al.
 * 2021, eq. 7).
 */
public final class AdaptiveWeight {
    private static final double EPSILON = 1e-4;
    private static final double MOST = 1e4;

    private AdaptiveWeight() {}

    /** λ = ‖∇ reconstruction‖ / (‖∇ generator‖ + 10⁻⁴), at most 10⁴: both gradients for {@code lastLayer}. */
    public static double of(Tensor reconstruction, Tensor generator, Tensor lastLayer) {
        double wanted = Gradients.of(reconstruction, lastLayer).norm().item();
        double had = Gradients.of(generator, lastLayer).norm().item();
        return Math.min(wanted / (had + EPSILON), MOST);
    }
}

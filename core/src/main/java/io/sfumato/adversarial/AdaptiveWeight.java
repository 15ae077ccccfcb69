package io.sfumato.adversarial;

import io.sfumato.tensor.Gradients;
import io.sfumato.tensor.Tensor;
import java.util.function.UnaryOperator;

/**
 * Weighs the adversarial loss so that it pulls at the decoder's last layer as hard as the reconstruction does (Esser et al.
 * 2021, eq. 7).
 */
public final class AdaptiveWeight {
    private static final double EPSILON = 1e-4;
    private static final double MOST = 1e4;

    private AdaptiveWeight() {}

    /**
     * λ = ‖∇ reconstruction‖ / (‖∇ generator‖ + 10⁻⁴), at most 10⁴: both gradients for {@code lastLayer}.
     *
     * @param agreed the mean of a gradient over all processes that learn together
     */
    public static double of(Tensor reconstruction, Tensor generator, Tensor lastLayer, UnaryOperator<Tensor> agreed) {
        double wanted = norm(reconstruction, lastLayer, agreed);
        double had = norm(generator, lastLayer, agreed);
        return Math.min(wanted / (had + EPSILON), MOST);
    }

    private static double norm(Tensor loss, Tensor lastLayer, UnaryOperator<Tensor> agreed) {
        return agreed.apply(Gradients.of(loss, lastLayer)).norm().item();
    }
}

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
     * λ = ‖∇ reconstruction‖ / (‖∇ generator‖ + 10⁻⁴), at most 10⁴: both gradients for {@code lastLayer}. A scalar beside it.
     *
     * @param agreed the mean of a gradient over all processes that learn together
     */
    public static Tensor of(Tensor reconstruction, Tensor generator, Tensor lastLayer, UnaryOperator<Tensor> agreed) {
        Tensor wanted = norm(reconstruction, lastLayer, agreed);
        Tensor had = norm(generator, lastLayer, agreed);
        return wanted.div(had.add(EPSILON)).clamp(0, MOST);
    }

    private static Tensor norm(Tensor loss, Tensor lastLayer, UnaryOperator<Tensor> agreed) {
        return agreed.apply(Gradients.of(loss, lastLayer)).norm();
    }
}

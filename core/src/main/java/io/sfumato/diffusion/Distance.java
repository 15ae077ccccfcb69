package io.sfumato.diffusion;

import io.sfumato.tensor.Tensor;
import java.util.Locale;

/** How far a prediction is from its target, element by element. */
public sealed interface Distance {
    /** The absolute difference. */
    Distance L1 = new Absolute();

    /** The squared difference. */
    Distance L2 = new Squared();

    /**
     * The distance of each element; same shape as prediction and target, [N, C, H, W].
     *
     * @param sigma the levels of the images, [N, 1, 1, 1] beside them
     */
    Tensor between(Tensor prediction, Tensor target, Tensor sigma);

    /** {@link #L1} or {@link #L2} by its name, in lower or upper case. */
    static Distance parse(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "l1" -> L1;
            case "l2" -> L2;
            default ->
                throw new IllegalArgumentException("distance is " + name
                        + ", expected l1 or l2, or one with a delta, as" + " {type: huber, delta: 0.1}");
        };
    }

    /** |d|. */
    record Absolute() implements Distance {
        @Override
        public Tensor between(Tensor prediction, Tensor target, Tensor sigma) {
            return prediction.sub(target).abs();
        }
    }

    /** d². */
    record Squared() implements Distance {
        @Override
        public Tensor between(Tensor prediction, Tensor target, Tensor sigma) {
            return prediction.sub(target).square();
        }
    }

    /** d²/2 up to δ, and from there the line δ (|d| − δ/2): Huber 1964, as PyTorch has it. Half the square where it is one. */
    record Huber(double delta) implements Distance {
        public Huber {
            check(delta);
        }

        @Override
        public Tensor between(Tensor prediction, Tensor target, Tensor sigma) {
            Tensor far = prediction.sub(target).abs();
            Tensor near = far.clamp(0, delta);
            return near.mul(far.sub(near.mul(0.5)));
        }
    }

    /** 2δ (√(d² + δ²) − δ): about d² far below δ, and about 2δ |d| far above (Charbonnier et al. 1997, times 2δ). */
    record PseudoHuber(double delta) implements Distance {
        public PseudoHuber {
            check(delta);
        }

        @Override
        public Tensor between(Tensor prediction, Tensor target, Tensor sigma) {
            Tensor delta = sigma.mul(0).add(this.delta);
            return pseudoHuber(prediction.sub(target), delta);
        }
    }

    /**
     * {@link PseudoHuber} whose δ falls from 1 without noise to the given one: δ(σ) = (1 − δ)/(1 + σ)² + δ, Khrapov et al. 2024
     * (Scheduled Pseudo-Huber Loss), the schedule by the signal-to-noise ratio.
     */
    record ScheduledPseudoHuber(double delta) implements Distance {
        public ScheduledPseudoHuber {
            check(delta);
        }

        @Override
        public Tensor between(Tensor prediction, Tensor target, Tensor sigma) {
            Tensor at = sigma.add(1).pow(-2).mul(1 - delta).add(delta); // [N, 1, 1, 1]
            return pseudoHuber(prediction.sub(target), at);
        }
    }

    private static Tensor pseudoHuber(Tensor difference, Tensor delta) {
        Tensor length = difference.square().add(delta.square()).sqrt();
        return length.sub(delta).mul(delta).mul(2);
    }

    private static void check(double delta) {
        if (!(delta > 0 && delta < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("delta of the distance is " + delta + ", expected above 0");
        }
    }
}

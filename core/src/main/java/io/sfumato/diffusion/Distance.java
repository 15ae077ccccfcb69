package io.sfumato.diffusion;

import io.sfumato.tensor.Tensor;

/** How far a prediction is from its target, element by element. */
public enum Distance {
    /** The absolute difference. */
    L1 {
        @Override
        public Tensor between(Tensor prediction, Tensor target) {
            return prediction.sub(target).abs();
        }
    },
    /** The squared difference. */
    L2 {
        @Override
        public Tensor between(Tensor prediction, Tensor target) {
            return prediction.sub(target).square();
        }
    };

    /** The distance of each element; same shape as the arguments. */
    public abstract Tensor between(Tensor prediction, Tensor target);
}

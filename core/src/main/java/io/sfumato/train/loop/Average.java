package io.sfumato.train.loop;

import io.sfumato.tensor.Grad;
import io.sfumato.tensor.Region;
import io.sfumato.tensor.Tensor;
import java.util.Map;

/** The reference's exponential moving average of weights: it follows closely at first, then slowly. */
public final class Average {
    private final Map<String, Tensor> averaged;
    private final Map<String, Tensor> trained;
    private final double decay;

    public Average(Map<String, Tensor> averaged, Map<String, Tensor> trained, double decay) {
        this.averaged = averaged;
        this.trained = trained;
        this.decay = decay;
    }

    /** The decay of update {@code n}, counted from 1. */
    double decay(long n) {
        return Math.min(decay, (1.0 + n) / (10.0 + n));
    }

    public void update(long n) {
        double weight = 1 - decay(n);
        Grad.off(() -> averaged.forEach((name, average) -> {
            try (Region region = Region.open()) {
                average.lerpInPlace(trained.get(name), weight);
            }
        }));
    }
}

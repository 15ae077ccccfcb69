package io.sfumato.train.loop;

import io.sfumato.tensor.AdamW;
import io.sfumato.tensor.Gradients;
import io.sfumato.tensor.Tensor;
import java.util.Map;

/**
 * How weights learn from their gradients.
 *
 * @param trained what the optimizer changes
 */
public record Descent(Map<String, Tensor> trained, AdamW optimizer, Average average) {

    /**
     * Takes one step down the gradient, and lets the average follow.
     *
     * @param clip the largest norm that the gradient may have; infinite where any may be
     * @return the norm that it had; where that is no finite number, nothing was learned
     */
    public double step(double clip, double learningRate) {
        double norm = Gradients.clipNorm(trained.values(), clip);
        if (!Double.isFinite(norm)) {
            return norm;
        }
        optimizer.step(learningRate);
        average.update(optimizer.steps());
        return norm;
    }
}

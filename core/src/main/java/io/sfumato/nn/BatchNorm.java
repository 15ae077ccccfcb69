package io.sfumato.nn;

import io.sfumato.tensor.Functional;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;

/**
 * Batch normalisation (Ioffe and Szegedy 2015) with the statistics of the batch at hand. Running averages of them, which only
 * a network that is evaluated alone needs, are not kept.
 */
public final class BatchNorm extends Module implements Layer {
    private static final double EPSILON = 1e-5;

    private final Tensor weight;
    private final Tensor bias;

    /**
     * @param deviation of the first weights around 1
     */
    public BatchNorm(long channels, double deviation, Init init) {
        weight = parameter(
                "weight", init.constant(Shape.of(channels), 1).add(init.normal(Shape.of(channels), deviation)));
        bias = parameter("bias", init.constant(Shape.of(channels), 0));
    }

    @Override
    public Tensor forward(Tensor x) {
        return Functional.batchNorm(x, weight, bias, EPSILON);
    }
}

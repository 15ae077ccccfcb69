package io.sfumato.tensor;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntConsumer;

/** A small network that learns a function, as whoever takes part in the ensemble does it. */
final class Regression {
    private static final double LEARNING_RATE = 1e-2;
    private static final int INPUTS = 5;
    private static final int HIDDEN = 16;

    private final DType computed;
    private final int steps;
    private final int batch;

    /** A network with float32 weights that computes in another type. */
    Regression(DType computed, int steps) {
        this(computed, steps, 8);
    }

    private Regression(DType computed, int steps, int batch) {
        this.computed = computed;
        this.steps = steps;
        this.batch = batch;
    }

    Regression ofBatch(int examples) {
        return new Regression(computed, steps, examples);
    }

    /** The weights after all steps. */
    float[] train(Ensemble ensemble) {
        return train(ensemble, step -> {});
    }

    float[] train(Ensemble ensemble, IntConsumer afterStep) {
        try (Region region = Region.open();
                Rng init = Rng.seeded(ensemble.rank()); // the first process's weights are everybody's
                Rng data = Rng.seeded(7)) {
            Map<String, Tensor> weights = weights(init);
            ensemble.broadcast(weights);
            try (AdamW optimizer = new AdamW(weights, AdamW.Options.DEFAULT);
                    Exchange exchange = ensemble.exchange(weights)) {
                for (int i = 0; i < steps; i++) {
                    try (Region step = Region.open()) {
                        exchange.backward(loss(weights, data, ensemble));
                        optimizer.step(LEARNING_RATE);
                    }
                    afterStep.accept(i);
                }
            }
            return Tensors.cat(
                            0,
                            weights.values().stream()
                                    .map(weight -> weight.reshape(-1))
                                    .toList())
                    .toFloats();
        }
    }

    private static Map<String, Tensor> weights(Rng rng) {
        Map<String, Tensor> weights = new LinkedHashMap<>();
        weights.put("in", rng.normal(Shape.of(HIDDEN, INPUTS)).requireGrad());
        weights.put("bias", rng.normal(Shape.of(HIDDEN)).requireGrad());
        weights.put("out", rng.normal(Shape.of(1, HIDDEN)).requireGrad());
        return weights;
    }

    /** Of this process's part of the batch, so that the mean over processes is the mean over the batch. */
    private Tensor loss(Map<String, Tensor> weights, Rng data, Ensemble ensemble) {
        long from = (long) batch * ensemble.rank() / ensemble.size();
        long count = (long) batch * (ensemble.rank() + 1) / ensemble.size() - from;
        Tensor x = data.normal(Shape.of(batch, INPUTS)).narrow(0, from, count);
        Tensor wanted = x.sin().sum(1).unsqueeze(1);
        Tensor hidden = Functional.silu(Functional.linear(
                x.to(computed),
                weights.get("in").to(computed),
                weights.get("bias").to(computed)));
        Tensor answer =
                hidden.matmul(weights.get("out").to(computed).transpose(0, 1)).to(DType.FLOAT32);
        return answer.sub(wanted).square().mean().mul((double) count * ensemble.size() / batch);
    }
}

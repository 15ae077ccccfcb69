package io.sfumato.train.denoising;

import io.sfumato.tensor.Grad;
import io.sfumato.tensor.Region;
import io.sfumato.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Weights, and averages of them that take their place for a while.
 *
 * @param averages under the same names; they begin as the weights are
 */
record Lent(Map<String, Tensor> weights, Map<String, Tensor> averages) implements AutoCloseable {

    static Lent of(Map<String, Tensor> weights) {
        return new Lent(weights, copies(weights));
    }

    private static Map<String, Tensor> copies(Map<String, Tensor> tensors) {
        Map<String, Tensor> copies = new LinkedHashMap<>();
        try (Region region = Region.open()) {
            tensors.forEach(
                    (name, tensor) -> copies.put(name, tensor.detach().copy().pin()));
        }
        return copies;
    }

    /** Has work done while the weights have the values of their averages; then they are again what they were, to the bit. */
    <T> T during(Supplier<T> work) {
        Map<String, Tensor> before = copies(weights);
        try {
            fill(averages);
            return work.get();
        } finally {
            fill(before);
            before.values().forEach(Tensor::close);
        }
    }

    private void fill(Map<String, Tensor> values) {
        Grad.off(() -> weights.forEach((name, tensor) -> {
            try (Region region = Region.open()) {
                tensor.copyInPlace(values.get(name));
            }
        }));
    }

    @Override
    public void close() {
        averages.values().forEach(Tensor::close);
    }
}

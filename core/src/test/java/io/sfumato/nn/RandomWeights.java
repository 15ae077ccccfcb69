package io.sfumato.nn;

import io.sfumato.tensor.DType;
import io.sfumato.tensor.Grad;
import io.sfumato.tensor.Region;
import io.sfumato.tensor.Rng;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;
import java.util.Map;

/** Weights as a trained network might have them: none is zero, and signals keep about their size. */
public final class RandomWeights {
    private RandomWeights() {}

    /** Fills parameters by name. The values depend on seed and name alone, and are exact in half precision. */
    public static void fill(Map<String, Tensor> parameters, long seed) {
        Grad.off(() -> parameters.forEach((name, parameter) -> {
            try (Region region = Region.open();
                    Rng root = Rng.seeded(seed);
                    Rng rng = root.fork(name)) {
                parameter.copyInPlace(draw(name, parameter.shape(), rng).to(DType.FLOAT16));
            }
        }));
    }

    private static Tensor draw(String name, Shape shape, Rng rng) {
        Tensor unit = rng.normal(shape);
        if (shape.rank() >= 2) {
            long fanIn = shape.elements() / shape.size(0);
            return unit.div(Math.sqrt((double) fanIn));
        }
        return name.endsWith("weight") ? unit.mul(0.1).add(1) : unit.mul(0.1);
    }
}

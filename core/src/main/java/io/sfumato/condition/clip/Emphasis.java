package io.sfumato.condition.clip;

import io.sfumato.tensor.DType;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.Tensors;

/**
 * Token weights on hidden states, as in AUTOMATIC1111's web UI, but for each chunk alone: z′ = w z · mean(z) / mean(w z),
 * with the means over all numbers of a chunk, so that weights change what counts and not how much there is. Where the
 * weighted mean is 0, z′ = w z.
 */
final class Emphasis {
    private Emphasis() {}

    /**
     * @param hidden [N, T, D]
     * @param weights float64 [N, T]
     * @return [N, T, D]; the same bits in rows whose weights are all 1
     */
    static Tensor apply(Tensor hidden, Tensor weights) {
        Tensor z = hidden.to(DType.FLOAT64);
        Tensor weighted = z.mul(weights.unsqueeze(2)); // [N, T, 1] over [N, T, D]
        double[] before = z.mean(1, 2).toDoubles();
        double[] after = weighted.mean(1, 2).toDoubles();
        for (int i = 0; i < before.length; i++) {
            before[i] = after[i] == 0 ? 1 : before[i] / after[i];
        }
        Tensor restoring = Tensors.of(before, Shape.of(before.length, 1, 1)).to(z.placement());
        return weighted.mul(restoring).to(hidden.dtype());
    }
}

package io.sfumato.lora;

/**
 * What learns in one network.
 *
 * @param rank of every update, and at most that of the layer
 * @param alpha an update is multiplied by alpha / rank, so that a learning rate suits many ranks
 * @param reach which layers
 */
public record LoraSpec(int rank, double alpha, Reach reach) {
    public LoraSpec {
        if (rank < 1) {
            throw new IllegalArgumentException("lora: rank is " + rank + ", expected 1 or more, such as 16");
        }
        if (!(alpha > 0) || Double.isInfinite(alpha)) {
            throw new IllegalArgumentException(
                    "lora: alpha is " + alpha + ", expected a number above 0, such as the rank");
        }
    }
}

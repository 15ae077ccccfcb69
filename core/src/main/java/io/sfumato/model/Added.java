package io.sfumato.model;

import java.math.BigDecimal;

/**
 * A file whose numbers were added to the weights of a model.
 *
 * @param name of the file
 * @param scale what its numbers were multiplied by
 * @param sum what tells it from others
 */
public record Added(String name, double scale, Fingerprint sum) {
    /** In one line; waits for the sum where it is not ready. */
    public String told() {
        String plain = BigDecimal.valueOf(scale).stripTrailingZeros().toPlainString();
        return name + ", scale " + plain + ", SHA-256 " + sum.sha256();
    }
}

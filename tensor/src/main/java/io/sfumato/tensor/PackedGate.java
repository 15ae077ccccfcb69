package io.sfumato.tensor;

/** A gate with packed weights. Its halves are two products, of which one ends in the GELU: oneDNN computes it on sums that it still has in hand. */
final class PackedGate implements FixedProduct {
    private final PackedLinear gated;
    private final PackedLinear gate;

    /** Takes over weight, [2 · out, in], and bias, which are closed. */
    PackedGate(Tensor weight, Tensor bias) {
        long out = weight.size(0) / 2;
        try (weight;
                bias;
                Region region = Region.open()) {
            Tensor numbers = weight.detach();
            Tensor added = bias.detach();
            gated = new PackedLinear(numbers.narrow(0, 0, out), added.narrow(0, 0, out));
            gate = PackedLinear.thenGelu(numbers.narrow(0, out, out), added.narrow(0, out, out));
        }
    }

    @Override
    public Tensor of(Tensor x) {
        return gated.times(gate.of(x), x);
    }

    @Override
    public void close() {
        gated.close();
        gate.close();
    }
}

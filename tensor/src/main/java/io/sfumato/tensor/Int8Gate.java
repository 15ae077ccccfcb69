package io.sfumato.tensor;

/** A gate whose linear map is of 8-bit integers: both halves together, since features are rounded once for them. */
record Int8Gate(Int8Linear projection) implements FixedProduct {

    @Override
    public Tensor of(Tensor x) {
        return Functional.geglu(projection.of(x));
    }

    @Override
    public void close() {
        projection.close();
    }
}

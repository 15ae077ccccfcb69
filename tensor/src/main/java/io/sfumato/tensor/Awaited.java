package io.sfumato.tensor;

/** Numbers of a tensor that will be read when somebody needs them. */
interface Awaited {

    /** The numbers, at {@code placement}. */
    Tensor read(Placement placement);

    /** Whether {@link #read} gives memory that belongs to this object and must not be written. */
    boolean isReadOnly(Placement placement);

    /** Nobody will ask for the numbers any more. */
    void forget();
}

package io.sfumato.nn;

/** A layer whose weights can be rounded to 8-bit integers. */
public interface Quantizable {

    /**
     * Has it multiply 8-bit integers from now on, see {@link io.sfumato.tensor.Int8Product}: once, and only to be used as it is. Its weights
     * are freed, and no parameters any more: they can neither learn nor be written.
     */
    void quantize();
}

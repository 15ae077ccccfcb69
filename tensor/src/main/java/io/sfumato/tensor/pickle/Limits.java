package io.sfumato.tensor.pickle;

/**
 * How much one pickle may ask of memory. A full training checkpoint of Stable Diffusion has about 100,000 values.
 *
 * @param values values made or repeated over the whole pickle
 * @param open values and marks waiting at one time: what is nested is open
 * @param memo values that are remembered
 * @param text bytes of text
 */
record Limits(int values, int open, int memo, int text) {
    static final Limits CHECKPOINT = new Limits(1_000_000, 100_000, 500_000, 32 << 20);
}

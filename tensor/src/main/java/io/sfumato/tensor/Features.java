package io.sfumato.tensor;

/**
 * What a layer will be given.
 *
 * @param dtype its precision
 * @param pixels of a map, height times width, as a rule
 */
public record Features(DType dtype, long pixels) {}

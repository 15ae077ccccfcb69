package io.sfumato.model;

import io.sfumato.tensor.DType;

/**
 * Where a model came from, and what becomes of it.
 *
 * @param weights what tells its file from others
 * @param compute the precision that its networks compute in
 * @param adaptation what changes its weights
 */
public record Origin(Fingerprint weights, DType compute, Adaptation adaptation) {}

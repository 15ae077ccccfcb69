package io.sfumato.model;

/**
 * Where a model came from, and what becomes of it.
 *
 * @param weights what tells its file from others
 * @param arithmetic what its networks calculate with
 * @param adaptation what changes its weights
 */
public record Origin(Fingerprint weights, Arithmetic arithmetic, Adaptation adaptation) {}

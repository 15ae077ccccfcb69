package io.sfumato.data;

import java.util.Optional;

/**
 * A data set in two: what is trained on, and what is kept back to see how well that went.
 *
 * @param heldOut empty where nothing is kept back
 */
public record Parts(DataSet train, Optional<DataSet> heldOut) {}

package io.sfumato.condition;

import io.sfumato.tensor.Tensor;

/** Tokens' vectors that another model made, [T, D]. */
public record Embeddings(Tensor tokens) implements Cue {}

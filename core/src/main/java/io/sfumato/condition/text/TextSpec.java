package io.sfumato.model;

import io.sfumato.condition.text.Pooling;
import io.sfumato.condition.text.TextTransformerSpec;

/** How a model reads text. */
public record TextSpec(TextTransformerSpec transformer, Pooling pooling) {}

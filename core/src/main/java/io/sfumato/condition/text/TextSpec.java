package io.sfumato.condition.text;

import java.util.Optional;

/**
 * How a model reads text.
 *
 * @param sketch what is drawn of the whole text beside its tokens, where anything is
 */
public record TextSpec(TextTransformerSpec transformer, Pooling pooling, Optional<SketchSpec> sketch) {}

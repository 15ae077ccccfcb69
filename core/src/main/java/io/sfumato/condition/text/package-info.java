/**
 * Text as a condition: a tokenizer makes ids of words, a transformer makes vectors of ids, and a sketch may guess the
 * picture. Start at {@link io.sfumato.condition.text.TextConditioner}.
 */
@org.jspecify.annotations.NullMarked
package io.sfumato.condition.text;

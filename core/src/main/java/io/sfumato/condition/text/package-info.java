/** Text as a condition: a tokenizer makes ids of words, a transformer makes vectors of ids. */
@org.jspecify.annotations.NullMarked
package io.sfumato.condition.text;

package io.sfumato.condition.text;

/**
 * A piece of a text.
 *
 * @param id in the vocabulary
 * @param start where it begins in the text; the text's end where it is a mark that the text has not
 */
public record Subword(long id, int start) {}

package io.sfumato.firststage;

/** How a codebook's entry is numbered that a {@link Remap} has no number for: the reference's {@code unknown_index}. */
public sealed interface UnknownIndex {

    /** As one of the others, drawn anew each time. */
    record Random() implements UnknownIndex {}

    /** With one number more, which is read as number 0. */
    record Extra() implements UnknownIndex {}

    /** As always the same of the others. */
    record Fixed(long number) implements UnknownIndex {}
}

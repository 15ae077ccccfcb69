package io.sfumato.condition;

/** Words. The empty text stands for "anything". */
public record Caption(String text) implements Cue {
    /** No words: what guidance steers away from. */
    public static final Caption EMPTY = new Caption("");
}

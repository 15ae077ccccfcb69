package io.sfumato.cli;

import io.sfumato.condition.ClassLabel;

/** What a picture was asked to show. */
sealed interface Subject {
    /** In words: the first line of what a picture carries; empty where nothing was asked for. */
    String words();

    /** A prompt. */
    record Prompt(String words) implements Subject {}

    /**
     * A class.
     *
     * @param words its name, else its number
     */
    record OfClass(ClassLabel label, String words) implements Subject {}

    /** Anything that the model makes. */
    record Anything() implements Subject {
        @Override
        public String words() {
            return "";
        }
    }
}

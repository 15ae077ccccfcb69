package io.sfumato.data;

/** What an example may be used for. */
public enum Split {
    /** Seen in training. */
    TRAIN("train"),
    /** Kept back to measure generalisation. */
    HELD_OUT("heldout");

    private final String word;

    Split(String word) {
        this.word = word;
    }

    /** The word that stands for this split in {@code metadata.jsonl}. */
    public String word() {
        return word;
    }

    /** The split that {@code word} stands for. */
    public static Split of(String word) {
        for (Split split : values()) {
            if (split.word.equals(word)) {
                return split;
            }
        }
        throw new IllegalArgumentException("split is '" + word + "', expected 'train' or 'heldout'");
    }
}

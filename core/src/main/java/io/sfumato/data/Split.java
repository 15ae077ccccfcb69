package io.sfumato.data;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What an example may be used for. */
public enum Split {
    /** Seen in training. */
    TRAIN("train"),
    /** Kept back to measure generalisation. */
    HELD_OUT("heldout");

    private static final Set<String> OTHERS_FOR_TRAIN = Set.of("training");
    private static final Set<String> OTHERS_FOR_HELD_OUT = Set.of("validation", "valid", "val", "test", "dev");

    private final String word;

    Split(String word) {
        this.word = word;
    }

    /** The word that stands for this split in {@code metadata.jsonl}. */
    public String word() {
        return word;
    }

    /** The split that {@code word} stands for, as any data set has it: what is not for training is kept back. */
    public static Split ofAny(String word) {
        return ifAny(word).orElseGet(() -> of(word.toLowerCase(Locale.ROOT)));
    }

    /** The same; empty where the word is of another kind. */
    public static Optional<Split> ifAny(String word) {
        String plain = word.toLowerCase(Locale.ROOT);
        if (OTHERS_FOR_TRAIN.contains(plain)) {
            return Optional.of(TRAIN);
        }
        return OTHERS_FOR_HELD_OUT.contains(plain)
                ? Optional.of(HELD_OUT)
                : Stream.of(values()).filter(split -> split.word.equals(plain)).findFirst();
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

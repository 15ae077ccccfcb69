package io.sfumato.condition.clip;

import java.util.ArrayList;
import java.util.List;

/**
 * Token ids that fill CLIP's window, with the weight of each: a begin, words, and ends up to the last place. The frame
 * has weight 1.
 */
record Chunk(List<Long> ids, List<Double> weights) {
    Chunk {
        ids = List.copyOf(ids);
        weights = List.copyOf(weights);
    }

    /** A word of a prompt. */
    record Token(long id, double weight) {}

    /** At most {@code window} − 2 tokens in their frame. */
    static Chunk of(List<Token> tokens, ClipTokenizer tokenizer, int window) {
        List<Long> ids = new ArrayList<>(List.of(tokenizer.begin()));
        List<Double> weights = new ArrayList<>(List.of(1.0));
        for (Token token : tokens) {
            ids.add(token.id());
            weights.add(token.weight());
        }
        while (ids.size() < window) {
            ids.add(tokenizer.end());
            weights.add(1.0);
        }
        return new Chunk(ids, weights);
    }

    /** Whether every token counts as much as any other. */
    boolean isEven() {
        return weights.stream().allMatch(weight -> weight == 1);
    }
}

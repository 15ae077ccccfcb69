package io.sfumato.train.loop;

import io.sfumato.tensor.Rng;

/**
 * Pictures of one step that are computed together, by their positions in the endless sequence of all pictures seen.
 *
 * @param step that they belong to, from 0
 * @param from the first position
 * @param count how many
 * @param seed of the stage
 */
public record Slice(long step, long from, int count, long seed) {

    /** What is drawn for these pictures, for one purpose. The caller closes it. */
    public Rng rng(String purpose) {
        try (Rng stage = Rng.seeded(seed)) {
            return stage.fork(purpose, from);
        }
    }
}

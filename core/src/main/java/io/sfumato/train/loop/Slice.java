package io.sfumato.train.loop;

import io.sfumato.tensor.Draws;
import java.util.stream.LongStream;

/**
 * Pictures of one step that are computed together, by their positions in the endless sequence of all pictures seen.
 *
 * @param step that they belong to, from 0
 * @param from the first position
 * @param count how many
 * @param seed of the stage
 */
public record Slice(long step, long from, int count, long seed) {

    /** What is drawn for each of these pictures. */
    public Draws draws() {
        return new Draws(seed, LongStream.range(from, from + count).boxed().toList());
    }
}

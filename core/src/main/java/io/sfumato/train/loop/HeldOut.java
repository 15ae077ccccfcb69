package io.sfumato.train.loop;

import java.util.Collections;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * What the averaged weights make of held-out pictures, always the same ones.
 *
 * @param loss by which checkpoints are compared; empty where no pictures are held out
 * @param figures whatever else tells people how good they are, by name
 */
public record HeldOut(OptionalDouble loss, Map<String, Double> figures) {
    /** No pictures are held out. */
    public static final HeldOut NONE = new HeldOut(OptionalDouble.empty(), Map.of());

    public HeldOut {
        figures = Collections.unmodifiableMap(new TreeMap<>(figures));
    }
}

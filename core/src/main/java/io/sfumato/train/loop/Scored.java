package io.sfumato.train.loop;

import io.sfumato.tensor.Tensor;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a batch costs.
 *
 * @param loss a scalar
 * @param figures its parts and whatever else tells people how learning goes, by name
 */
public record Scored(Tensor loss, Map<String, Double> figures) {
    public Scored {
        figures = Collections.unmodifiableMap(new TreeMap<>(figures));
    }

    /** A loss that speaks for itself. */
    public static Scored of(Tensor loss) {
        return new Scored(loss, Map.of());
    }
}

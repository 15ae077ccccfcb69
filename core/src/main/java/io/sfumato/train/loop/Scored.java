package io.sfumato.train.loop;

import io.sfumato.tensor.Tensor;
import java.util.Map;

/**
 * What a batch costs.
 *
 * @param loss a scalar
 * @param figures its parts and whatever else tells people how learning goes, by name
 */
public record Scored(Tensor loss, Map<String, Double> figures) {
    public Scored {
        figures = Map.copyOf(figures);
    }

    /** A loss that speaks for itself. */
    public static Scored of(Tensor loss) {
        return new Scored(loss, Map.of());
    }
}

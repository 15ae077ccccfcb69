package io.sfumato.benchmark;

import io.sfumato.tensor.DType;
import io.sfumato.tensor.Meter;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * What one work took.
 *
 * @param operations in floating point, counted from shapes; of training, a backward pass is taken as two forward ones
 * @param kinds where they went
 */
public record Row(Part part, int batch, DType precision, Timing seconds, double operations, Kinds kinds) {

    /**
     * Where one repeat spent its time: that whose time was nearest to the median, or, on a graphics processor, one more.
     *
     * @param seconds that it took
     * @param costs of each kind that there was; of training, in the forward pass alone
     */
    public record Kinds(double seconds, Map<Meter.Kind, Meter.Cost> costs) {
        public Kinds {
            Map<Meter.Kind, Meter.Cost> copy = new EnumMap<>(Meter.Kind.class);
            copy.putAll(costs);
            costs = Collections.unmodifiableMap(copy);
        }

        /** Of all kinds. */
        double operations() {
            return costs.values().stream().mapToDouble(Meter.Cost::operations).sum();
        }

        /** Seconds that went to nothing that is counted. */
        public double rest() {
            return seconds
                    - costs.values().stream().mapToDouble(Meter.Cost::seconds).sum();
        }
    }

    /** Operations a second. */
    public double rate() {
        return operations / seconds.median();
    }
}

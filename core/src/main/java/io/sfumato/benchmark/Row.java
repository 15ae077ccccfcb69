package io.sfumato.benchmark;

import io.sfumato.tensor.DType;
import io.sfumato.tensor.Meter;
import java.util.EnumMap;
import java.util.Map;

/**
 * What one work took.
 *
 * @param operations in floating point, counted from shapes
 * @param last seconds of the last repeat
 * @param kinds where they went; of training, in the forward pass alone
 */
public record Row(
        Part part,
        int batch,
        DType precision,
        Timing seconds,
        double operations,
        double last,
        Map<Meter.Kind, Meter.Cost> kinds) {
    public Row {
        kinds = new EnumMap<>(kinds);
    }

    /** Operations a second. */
    public double rate() {
        return operations / seconds.median();
    }
}

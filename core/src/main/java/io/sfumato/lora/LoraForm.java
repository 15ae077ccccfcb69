package io.sfumato.lora;

import io.sfumato.tensor.DType;
import java.util.Map;

/**
 * How a file is written.
 *
 * @param precision of its numbers; float16 is usual
 * @param notes of its own, beside those of the format
 */
public record LoraForm(LoraFormat format, DType precision, Map<String, String> notes) {
    public LoraForm {
        notes = Map.copyOf(notes);
        if (!precision.isFloating()) {
            throw new IllegalArgumentException("lora: numbers are to be written as " + precision
                    + ", expected a precision with a point, such as float16");
        }
    }
}

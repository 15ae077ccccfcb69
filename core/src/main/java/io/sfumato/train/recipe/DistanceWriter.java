package io.sfumato.train.recipe;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import io.sfumato.diffusion.Distance;
import java.io.IOException;

/** Writes a distance as {@link DistanceReader} reads it. */
final class DistanceWriter extends StdSerializer<Distance> {
    private static final long serialVersionUID = 1;

    DistanceWriter() {
        super(Distance.class);
    }

    @Override
    public void serialize(Distance distance, JsonGenerator to, SerializerProvider provider) throws IOException {
        if (distance instanceof Distance.Absolute) {
            to.writeString("l1");
        } else if (distance instanceof Distance.Squared) {
            to.writeString("l2");
        } else if (distance instanceof Distance.Huber huber) {
            write(distance, huber.delta(), to);
        } else if (distance instanceof Distance.PseudoHuber huber) {
            write(distance, huber.delta(), to);
        } else if (distance instanceof Distance.ScheduledPseudoHuber huber) {
            write(distance, huber.delta(), to);
        }
    }

    private static void write(Distance distance, double delta, JsonGenerator to) throws IOException {
        to.writeStartObject();
        to.writeStringField("type", RecipeJson.type(distance));
        to.writeNumberField("delta", delta);
        to.writeEndObject();
    }
}

package io.sfumato.train.recipe;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import io.sfumato.diffusion.Distance;
import java.io.IOException;

/** Reads a distance: {@code l2}, or {@code {type: huber, delta: 0.1}}. */
final class DistanceReader extends StdDeserializer<Distance> {
    private static final long serialVersionUID = 1;

    DistanceReader() {
        super(Distance.class);
    }

    @Override
    public Distance deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        JsonNode tree = context.readTree(parser);
        try {
            return tree.isTextual() ? Distance.parse(tree.textValue()) : withDelta(tree);
        } catch (IllegalArgumentException e) {
            throw JsonMappingException.from(parser, e.getMessage(), e);
        }
    }

    private static Distance withDelta(JsonNode tree) {
        JsonNode delta = tree.path("delta");
        String type = tree.size() == 2 && delta.isNumber() ? tree.path("type").asText() : "";
        return switch (type) {
            case "huber" -> new Distance.Huber(delta.doubleValue());
            case "pseudo_huber" -> new Distance.PseudoHuber(delta.doubleValue());
            case "scheduled_pseudo_huber" -> new Distance.ScheduledPseudoHuber(delta.doubleValue());
            default ->
                throw new IllegalArgumentException("distance is " + tree + ", expected l1, l2, or a number delta and a"
                        + " type: huber, pseudo_huber or scheduled_pseudo_huber");
        };
    }
}

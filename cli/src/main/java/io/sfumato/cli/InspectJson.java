package io.sfumato.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sfumato.checkpoint.FileReport;
import io.sfumato.lora.LoraReport;
import io.sfumato.reference.StateDict;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What {@code inspect} says to programs. */
final class InspectJson {
    private InspectJson() {}

    static ObjectNode of(StateDict described) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        object.putObject("parameters")
                .put("unet", described.counts().unet())
                .put("first_stage", described.counts().firstStage())
                .put("cond_stage", described.counts().conditioner());
        ObjectNode keys = object.putObject("state_dict");
        described.shapes().forEach((key, shape) -> {
            ArrayNode sizes = keys.putArray(key);
            shape.sizes().forEach(sizes::add);
        });
        return object;
    }

    static ObjectNode of(FileReport report) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        object.put("bytes", report.bytes()).put("tensors", report.tensors());
        ObjectNode parts = object.putObject("parts");
        report.parts().forEach((part, held) -> parts.putObject(part.name().toLowerCase(Locale.ROOT))
                .put("tensors", held.tensors())
                .put("elements", held.elements()));
        ObjectNode precisions = object.putObject("precisions");
        report.precisions()
                .forEach((type, elements) -> precisions.put(type.name().toLowerCase(Locale.ROOT), elements));
        ObjectNode notes = object.putObject("notes");
        report.notes().forEach(notes::put);
        report.lora().ifPresent(lora -> put(object.putObject("lora"), lora));
        report.fit().ifPresent(fit -> {
            put(object.putArray("missing"), fit.missing());
            put(object.putArray("unexpected"), fit.unexpected());
            put(object.putArray("misshapen"), fit.misshapen());
        });
        return object;
    }

    private static void put(ObjectNode object, LoraReport lora) {
        object.put("kind", lora.kind())
                .put("names", lora.naming())
                .put("family", lora.family().name().toLowerCase(Locale.ROOT));
        put(object.putObject("ranks"), lora.ranks());
        put(object.putObject("alphas"), lora.alphas());
        put(object.putObject("changes"), lora.changes());
    }

    private static void put(ObjectNode object, Map<?, Integer> counts) {
        counts.forEach((key, count) -> object.put(key.toString(), count));
    }

    private static void put(ArrayNode array, List<String> names) {
        names.forEach(array::add);
    }
}

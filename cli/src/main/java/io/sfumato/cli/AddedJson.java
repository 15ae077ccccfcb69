package io.sfumato.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sfumato.model.Added;
import java.util.List;

/** What was added to a model's weights, as programs are told. */
final class AddedJson {
    private AddedJson() {}

    /** Appends it where there is something. */
    static void put(ObjectNode object, List<Added> added) {
        if (!added.isEmpty()) {
            ArrayNode array = object.putArray("loras");
            added.forEach(each -> array.addObject()
                    .put("file", each.name())
                    .put("scale", each.scale())
                    .put("sha256", each.sum().sha256()));
        }
    }
}

package io.sfumato.lora;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sfumato.model.ModelException;
import io.sfumato.tensor.Excerpt;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What diffusers notes in a file of how PEFT made its updates: where a file has no alpha beside an update, it is here, or else is
 * the rank.
 */
record AdapterNotes(Path file, JsonNode json) {
    private static final String KEY = "lora_adapter_metadata";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_.]+");

    static AdapterNotes of(Path file, Map<String, String> notes) {
        try {
            return new AdapterNotes(file, JSON.readTree(notes.getOrDefault(KEY, "{}")));
        } catch (JsonProcessingException e) {
            throw new ModelException(file + ": its note " + KEY + " is not valid JSON. Was it written by hand?", e);
        }
    }

    /**
     * The alpha of one update.
     *
     * @param layer its name in diffusers
     */
    double alpha(LoraPart part, String layer, long rank) {
        if (at(part, "use_dora").asBoolean()) {
            throw new ModelException(file + " is DoRA by its note " + KEY
                    + ", which is not read here, expected a LoRA. Merge it into a model with the program that made it");
        }
        double alpha = special(part, layer).orElseGet(() -> number(at(part, "lora_alpha"), (double) rank));
        return at(part, "use_rslora").asBoolean() ? alpha * Math.sqrt((double) rank) : alpha; // Kalajdzievski 2023
    }

    private JsonNode at(LoraPart part, String key) {
        return json.path(part.diffusers() + key);
    }

    /** The alpha of layers with a name of this ending, where there is one. */
    private Optional<Double> special(LoraPart part, String layer) {
        Optional<Double> found = Optional.empty();
        for (Map.Entry<String, JsonNode> entry : at(part, "alpha_pattern").properties()) {
            String name = entry.getKey();
            if (!PLAIN.matcher(name).matches()) {
                throw new ModelException(file + ": its note " + KEY + " has alphas for '" + Excerpt.of(name)
                        + "', expected plain names of layers");
            }
            if (layer.equals(name) || layer.endsWith("." + name)) {
                found = Optional.of(number(entry.getValue(), 0));
            }
        }
        return found;
    }

    private double number(JsonNode node, double otherwise) {
        if (!node.isMissingNode() && !node.isNumber()) {
            throw new ModelException(
                    file + ": its note " + KEY + " has alpha " + Excerpt.of(node.toString()) + ", expected a number");
        }
        return node.asDouble(otherwise);
    }
}

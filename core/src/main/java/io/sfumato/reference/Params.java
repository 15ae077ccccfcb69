package io.sfumato.reference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sfumato.model.ModelException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A mapping of a configuration, read strictly: each key is asked for by name, and {@link #done} complains of those that
 * nobody asked for. Messages begin with the file and the path of the key.
 */
final class Params {
    private final String where;
    private final ObjectNode node;
    private final Set<String> asked = new LinkedHashSet<>();

    private Params(String where, ObjectNode node) {
        this.where = where;
        this.node = node;
    }

    /** A view of {@code node}, which stands at {@code where}. */
    static Params of(String where, JsonNode node) {
        if (!node.isObject()) {
            throw new ModelException(where + " is " + shown(node) + ", expected keys and values");
        }
        return new Params(where, (ObjectNode) node);
    }

    /** Whether a key is there and not null. */
    boolean has(String key) {
        asked.add(key);
        return node.hasNonNull(key);
    }

    /** The mapping under a key. */
    Params mapping(String key) {
        return of(path(key), required(key));
    }

    /** The mapping under a key; an empty one where the key is missing. */
    Params mappingOrNone(String key) {
        return has(key) ? mapping(key) : new Params(path(key), node.objectNode());
    }

    /** What a key says where it is a word such as {@code __is_unconditional__} and no mapping. */
    Optional<String> word(String key) {
        return has(key) && node.get(key).isTextual() ? Optional.of(node.get(key).textValue()) : Optional.empty();
    }

    String text(String key) {
        JsonNode value = required(key);
        if (!value.isTextual()) {
            throw wrong(key, value, "a text");
        }
        return value.textValue();
    }

    String text(String key, String otherwise) {
        return has(key) ? text(key) : otherwise;
    }

    int integer(String key) {
        JsonNode value = required(key);
        if (!value.isIntegralNumber() || !value.canConvertToInt()) {
            throw wrong(key, value, "a whole number");
        }
        return value.intValue();
    }

    int integer(String key, int otherwise) {
        return has(key) ? integer(key) : otherwise;
    }

    double number(String key, double otherwise) {
        if (!has(key)) {
            return otherwise;
        }
        JsonNode value = node.get(key);
        if (value.isNumber()) {
            return value.doubleValue();
        }
        try {
            return Double.parseDouble(value.asText()); // YAML 1.1 reads 1e-6 as a text
        } catch (NumberFormatException e) {
            throw wrong(key, value, "a number");
        }
    }

    boolean flag(String key, boolean otherwise) {
        if (!has(key)) {
            return otherwise;
        }
        JsonNode value = node.get(key);
        if (!value.isBoolean()) {
            throw wrong(key, value, "true or false");
        }
        return value.booleanValue();
    }

    List<Integer> integers(String key) {
        JsonNode value = required(key);
        List<Integer> integers = new ArrayList<>();
        for (JsonNode element : value) {
            if (!element.isIntegralNumber() || !element.canConvertToInt()) {
                throw wrong(key, value, "a list of whole numbers");
            }
            integers.add(element.intValue());
        }
        if (!value.isArray()) {
            throw wrong(key, value, "a list of whole numbers");
        }
        return integers;
    }

    /** Refuses any value of a key but the one that is built here; {@code expected} is what the key is when missing. */
    void only(String key, Object expected) {
        if (has(key) && !node.get(key).asText().equalsIgnoreCase(expected.toString())) {
            throw wrong(key, node.get(key), expected + ", the only one that published models use");
        }
    }

    /** Complains at once of keys other than these, before one of them seems to be missing. */
    void expect(Set<String> keys) {
        asked.addAll(keys);
        done();
    }

    /** Passes over keys that matter to training alone. */
    void ignore(String... keys) {
        asked.addAll(List.of(keys));
    }

    /** Complains of keys that nobody asked for: a misspelt one would else be silently without effect. */
    void done() {
        for (Iterator<Map.Entry<String, JsonNode>> fields = node.fields(); fields.hasNext(); ) {
            String key = fields.next().getKey();
            if (!asked.contains(key)) {
                throw new ModelException(path(key) + " is not known here"
                        + Spelling.nearest(key, asked)
                                .map(known -> ". Did you mean " + known + "?")
                                .orElse(""));
            }
        }
    }

    /** The path of a key. */
    String path(String key) {
        return where + (where.endsWith(":") ? " " : ".") + key;
    }

    private JsonNode required(String key) {
        if (!has(key)) {
            List<String> there = new ArrayList<>();
            node.fieldNames().forEachRemaining(there::add);
            throw new ModelException(path(key) + " is missing"
                    + Spelling.nearest(key, there)
                            .map(near -> ". Is " + near + " meant?")
                            .orElse(""));
        }
        return node.get(key);
    }

    private ModelException wrong(String key, JsonNode value, String expected) {
        return new ModelException(path(key) + " is " + shown(value) + ", expected " + expected);
    }

    private static String shown(JsonNode node) {
        String text = node.toString().replaceAll("\\p{Cc}", "?");
        return text.length() > 60 ? text.substring(0, 60) + "…" : text;
    }
}

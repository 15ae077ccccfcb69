package io.sfumato.reference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sfumato.model.ModelException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
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
public final class Params {
    private final String where;
    private final ObjectNode node;
    private final Set<String> asked = new LinkedHashSet<>();

    private Params(String where, ObjectNode node) {
        this.where = where;
        this.node = node;
    }

    /** What a configuration in YAML says. Throws {@link ModelException} where it cannot be read. */
    public static Params read(Path file) {
        return of(file + ":", ConfigFile.read(file));
    }

    /** A view of {@code node}, which stands at {@code where}. */
    public static Params of(String where, JsonNode node) {
        if (node.isMissingNode() || node.isNull()) {
            throw new ModelException(where + " is empty, expected keys and values");
        }
        if (!node.isObject()) {
            throw new ModelException(where + " is " + shown(node) + ", expected keys and values");
        }
        return new Params(where, (ObjectNode) node);
    }

    /** Whether a key is there and not null. */
    public boolean has(String key) {
        asked.add(key);
        return node.hasNonNull(key);
    }

    /** The mapping under a key. */
    public Params mapping(String key) {
        return of(path(key), required(key));
    }

    /** The mapping under a key; an empty one where the key is missing. */
    public Params mappingOrNone(String key) {
        return has(key) ? mapping(key) : new Params(path(key), node.objectNode());
    }

    /** What a key says where it is a word such as {@code __is_unconditional__} and no mapping. */
    public Optional<String> word(String key) {
        return has(key) && node.get(key).isTextual() ? Optional.of(node.get(key).textValue()) : Optional.empty();
    }

    /** What a key says, which must be there. */
    public String text(String key) {
        JsonNode value = required(key);
        if (!value.isTextual()) {
            throw wrong(key, value, "a text");
        }
        return value.textValue();
    }

    /** What a key says, or else {@code otherwise}. */
    public String text(String key, String otherwise) {
        return has(key) ? text(key) : otherwise;
    }

    /** The whole number of a key, which must be there. */
    public int integer(String key) {
        JsonNode value = required(key);
        if (!value.isIntegralNumber() || !value.canConvertToInt()) {
            throw wrong(key, value, "a whole number");
        }
        return value.intValue();
    }

    /** The whole number of a key, or else {@code otherwise}. */
    public int integer(String key, int otherwise) {
        return has(key) ? integer(key) : otherwise;
    }

    /** The number of a key, which must be there. */
    public double number(String key) {
        required(key);
        return number(key, Double.NaN);
    }

    /** The number of a key, or else {@code otherwise}. */
    public double number(String key, double otherwise) {
        return has(key) ? number(key, node.get(key)) : otherwise;
    }

    private double number(String key, JsonNode value) {
        if (value.isNumber()) {
            return value.doubleValue();
        }
        try {
            return Double.parseDouble(value.asText()); // YAML 1.1 reads 1e-6 as a text
        } catch (NumberFormatException e) {
            throw wrong(key, value, "a number");
        }
    }

    /** True or false, or else {@code otherwise}. */
    public boolean flag(String key, boolean otherwise) {
        if (!has(key)) {
            return otherwise;
        }
        JsonNode value = node.get(key);
        if (!value.isBoolean()) {
            throw wrong(key, value, "true or false");
        }
        return value.booleanValue();
    }

    /** The texts of a key, which must be there. */
    public List<String> texts(String key) {
        JsonNode value = required(key);
        List<String> texts = new ArrayList<>();
        for (JsonNode element : value) {
            texts.add(element.isTextual() ? element.textValue() : "");
        }
        if (!value.isArray() || texts.contains("")) {
            throw wrong(key, value, "a list of texts");
        }
        return texts;
    }

    /** The numbers of a key, which must be there. */
    public List<Double> numbers(String key) {
        JsonNode value = required(key);
        List<Double> numbers = new ArrayList<>();
        for (JsonNode element : value) {
            numbers.add(number(key, element));
        }
        if (!value.isArray()) {
            throw wrong(key, value, "a list of numbers");
        }
        return numbers;
    }

    /** The whole numbers of a key; where there is only one, it counts for all {@code count}. */
    public List<Integer> integers(String key, int count) {
        JsonNode value = required(key);
        if (!value.isArray()) {
            return Collections.nCopies(count, integer(key));
        }
        if (value.size() != count) {
            throw wrong(key, value, "a whole number or " + count + " of them");
        }
        return integers(key);
    }

    /** The whole numbers of a key, which must be there. */
    public List<Integer> integers(String key) {
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
    public void only(String key, Object expected) {
        if (has(key) && !is(node.get(key), expected)) {
            throw wrong(key, node.get(key), expected + ", the only one that published models use");
        }
    }

    private static boolean is(JsonNode value, Object expected) {
        if (expected instanceof Number number && value.isNumber()) {
            return value.doubleValue() == number.doubleValue();
        }
        return value.asText().equalsIgnoreCase(expected.toString());
    }

    /** Complains at once of keys other than these, before one of them seems to be missing. */
    public void expect(Set<String> keys) {
        asked.addAll(keys);
        done();
    }

    /** Passes over keys that change no picture. */
    public void ignore(String... keys) {
        asked.addAll(List.of(keys));
    }

    /** Complains of keys that nobody asked for: a misspelt one would else be silently without effect. */
    public void done() {
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
    public String path(String key) {
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

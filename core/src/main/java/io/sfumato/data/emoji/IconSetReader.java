package io.sfumato.data.emoji;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.sfumato.data.DataException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads a package in Iconify's JSON format. */
final class IconSetReader {
    /** The longest drawing of the seven sets has 405,717 characters. */
    static final int LONGEST_BODY = 1 << 20;

    private static final String ICONS = "package/icons.json";
    private static final String CHARS = "package/chars.json";
    private static final String METADATA = "package/metadata.json";
    private static final double DEFAULT_SIDE = 16; // Iconify's default

    private final ObjectMapper json = new ObjectMapper();
    private final EmojiSet set;
    private final Path archive;

    private IconSetReader(EmojiSet set, Path archive) {
        this.set = set;
        this.archive = archive;
    }

    /** The usable drawings of {@code set} in {@code archive}. */
    static IconSet read(EmojiSet set, Path archive) {
        return new IconSetReader(set, archive).read();
    }

    private IconSet read() {
        Map<String, byte[]> entries = TarEntries.read(archive, Set.of(ICONS, CHARS, METADATA));
        Map<String, List<String>> codePoints = codePoints(tree(entries, CHARS));
        JsonNode root = tree(entries, ICONS);
        return new IconSet(
                set, icons(root, codePoints), aliases(root), codePoints, categories(tree(entries, METADATA)));
    }

    /** Parses an entry and lets go of its bytes, which may be many. */
    private JsonNode tree(Map<String, byte[]> entries, String name) {
        byte[] bytes = entries.put(name, new byte[0]);
        try {
            return bytes == null ? MissingNode.getInstance() : json.readTree(bytes);
        } catch (IOException e) {
            throw new DataException(archive + ": entry " + name + " is not JSON: " + e.getMessage(), e);
        }
    }

    private List<Icon> icons(JsonNode root, Map<String, List<String>> codePoints) {
        JsonNode drawings = root.path("icons");
        Set<String> names = new java.util.HashSet<>();
        drawings.fieldNames().forEachRemaining(names::add);
        List<Icon> icons = new ArrayList<>();
        drawings.properties().forEach(field -> {
            String name = field.getKey();
            JsonNode drawing = field.getValue();
            boolean usable = !drawing.path("hidden").asBoolean()
                    && !set.quirks().broken().contains(name);
            if (usable && !SkinTones.isVariant(name, codePoints.getOrDefault(name, List.of()), names)) {
                icons.add(new Icon(name, body(name, drawing), view(name, root, drawing)));
            }
        });
        return List.copyOf(icons);
    }

    private String body(String name, JsonNode drawing) {
        String body = drawing.path("body").asText();
        if (body.isEmpty() || body.length() > LONGEST_BODY) {
            throw new DataException(archive + ": drawing " + name + " has " + body.length()
                    + " characters, expected 1 to " + LONGEST_BODY + ". Is it the right package?");
        }
        return body;
    }

    private ViewPort view(String name, JsonNode root, JsonNode drawing) {
        try {
            return new ViewPort(
                    number(root, drawing, "left", 0),
                    number(root, drawing, "top", 0),
                    number(root, drawing, "width", DEFAULT_SIDE),
                    number(root, drawing, "height", DEFAULT_SIDE));
        } catch (IllegalArgumentException e) {
            throw new DataException(archive + ": drawing " + name + ": " + e.getMessage(), e);
        }
    }

    private static double number(JsonNode root, JsonNode drawing, String field, double otherwise) {
        return drawing.path(field).asDouble(root.path(field).asDouble(otherwise));
    }

    private static Map<String, List<String>> aliases(JsonNode root) {
        Map<String, List<String>> aliases = new HashMap<>();
        root.path("aliases").properties().forEach(field -> {
            boolean sameDrawing = field.getValue().size() == 1; // else it is turned or flipped
            if (sameDrawing) {
                add(aliases, field.getValue().path("parent").asText(), field.getKey());
            }
        });
        return aliases;
    }

    private static Map<String, List<String>> codePoints(JsonNode chars) {
        Map<String, List<String>> codePoints = new HashMap<>();
        chars.properties()
                .forEach(field ->
                        add(codePoints, field.getValue().asText(), Emojibase.withoutSelectors(field.getKey())));
        return codePoints;
    }

    private static Map<String, String> categories(JsonNode metadata) {
        Map<String, String> categories = new HashMap<>();
        metadata.path("categories").properties().forEach(field -> field.getValue()
                .forEach(name -> categories.put(name.asText(), field.getKey())));
        return categories;
    }

    private static void add(Map<String, List<String>> lists, String key, String value) {
        lists.computeIfAbsent(key, any -> new ArrayList<>()).add(value);
    }
}

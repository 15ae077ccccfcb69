package io.sfumato.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Pictures beside a {@code metadata.jsonl} with one {@link Example} a line: what Hugging Face calls an image folder. */
public final class ImageFolder {
    /** The file with one JSON object for each picture. */
    public static final String METADATA = "metadata.jsonl";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> FIELDS =
            List.of("file_name", "label", "captions", "tags", "style", "concept", "category", "split", "source");

    private ImageFolder() {}

    /** Whether a line is one of an emoji data set: other lists of pictures have some of its fields, but hardly all. */
    public static boolean isExample(JsonNode line) {
        return FIELDS.stream().allMatch(line::has);
    }

    /** Reads all examples of {@code directory}, in the order of the file. */
    public static List<Example> read(Path directory) {
        Path file = directory.resolve(METADATA);
        if (!Files.isRegularFile(file)) {
            throw new DataException(directory + ": no " + METADATA + " here, expected an image folder."
                    + " Was the data set built, and completely?");
        }
        List<String> lines;
        try {
            lines = Utf8.decoded(Files.readAllBytes(file)).lines().toList();
        } catch (IOException e) {
            throw new DataException(file + ": cannot be read as UTF-8 text: " + e.getMessage(), e);
        }
        List<Example> examples = new ArrayList<>(lines.size());
        for (int i = 0; i < lines.size(); i++) {
            if (!lines.get(i).isBlank()) {
                examples.add(new MetadataLine(file, i + 1).parse(lines.get(i)));
            }
        }
        return List.copyOf(examples);
    }

    /** The text of a {@code metadata.jsonl} in {@code directory} that holds {@code examples}, in their order. */
    public static String metadata(Path directory, List<Example> examples) {
        StringBuilder text = new StringBuilder();
        for (Example example : examples) {
            text.append(line(directory, example)).append('\n');
        }
        return text.toString();
    }

    private static String line(Path directory, Example example) {
        ObjectNode node = JSON.createObjectNode();
        Path relative = directory.relativize(example.image());
        node.put("file_name", relative.toString().replace('\\', '/'));
        node.put("label", example.label());
        strings(node.putArray("captions"), example.captions());
        strings(node.putArray("tags"), example.tags());
        node.put("style", example.style());
        node.put("concept", example.concept());
        node.put("category", example.category());
        node.put("split", example.split().word());
        node.put("source", example.source());
        return node.toString();
    }

    private static void strings(ArrayNode array, List<String> values) {
        values.forEach(array::add);
    }

    /** One line of the file, so that every complaint can say which. */
    private record MetadataLine(Path file, int number) {
        Example parse(String text) {
            JsonNode node = json(text);
            return new Example(
                    image(text(node, "file_name")),
                    text(node, "label"),
                    texts(node, "tags"),
                    texts(node, "captions"),
                    text(node, "style"),
                    text(node, "concept"),
                    text(node, "category"),
                    split(text(node, "split")),
                    text(node, "source"));
        }

        private JsonNode json(String text) {
            try {
                JsonNode node = JSON.readTree(text);
                if (!node.isObject()) {
                    throw wrong("is not a JSON object");
                }
                return node;
            } catch (JsonProcessingException e) {
                throw new DataException(
                        at() + "is not JSON (" + e.getOriginalMessage() + "). Was the file cut off or edited?", e);
            }
        }

        private Path image(String name) {
            Path directory = file.toAbsolutePath().normalize().getParent();
            Path image = resolve(directory, name);
            if (!image.startsWith(directory) || image.equals(directory)) {
                throw wrong("file_name '" + name + "' leads out of the folder, expected a path inside it");
            }
            if (!Files.isRegularFile(image)) {
                throw wrong("file_name '" + name + "' does not exist. Was the data set built completely?");
            }
            return image;
        }

        private Path resolve(Path directory, String name) {
            try {
                return directory.resolve(name).normalize();
            } catch (InvalidPathException e) {
                throw new DataException(at() + "file_name is no path: " + e.getMessage(), e);
            }
        }

        private Split split(String word) {
            try {
                return Split.of(word);
            } catch (IllegalArgumentException e) {
                throw new DataException(at() + e.getMessage(), e);
            }
        }

        private String text(JsonNode node, String field) {
            JsonNode value = node.path(field);
            if (!value.isTextual()) {
                throw wrong("field '" + field + "' is " + (value.isMissingNode() ? "missing" : value)
                        + ", expected a string");
            }
            return value.textValue();
        }

        private List<String> texts(JsonNode node, String field) {
            JsonNode value = node.path(field);
            if (!value.isArray()) {
                throw wrong("field '" + field + "' is " + (value.isMissingNode() ? "missing" : value)
                        + ", expected a list of strings");
            }
            List<String> texts = new ArrayList<>();
            for (JsonNode item : value) {
                if (!item.isTextual()) {
                    throw wrong("field '" + field + "' holds " + item + ", expected only strings");
                }
                texts.add(item.textValue());
            }
            return texts;
        }

        private DataException wrong(String what) {
            return new DataException(at() + what);
        }

        private String at() {
            return file + " line " + number + ": ";
        }
    }
}

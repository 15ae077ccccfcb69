package io.sfumato.tensor;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The index of a file in parts, as Hugging Face writes it: {@code {"metadata": {…}, "weight_map": {TENSOR: FILE}}}.
 *
 * @param files the plain name of the file that has each tensor
 */
record ShardIndex(Map<String, String> files, Map<String, String> metadata) {
    private static final long LARGEST = 16 << 20;
    private static final int MOST_FILES = 1000;
    private static final int LONGEST_NAME = 200;
    private static final String MAP = "weight_map";

    static ShardIndex read(FileChannel channel) throws IOException {
        if (channel.size() > LARGEST) {
            throw new FormatException("an index of " + channel.size() + " bytes, expected at most " + LARGEST);
        }
        JsonNode json = StrictJson.object(
                "the index", new Extent(0, channel.size()).read(channel).array());
        if (!json.path(MAP).isObject() || json.path(MAP).isEmpty()) {
            throw new FormatException("JSON without a " + MAP + " from tensors to files: not an index of safetensors");
        }
        Map<String, String> files = new LinkedHashMap<>();
        json.path(MAP).fields().forEachRemaining(entry -> files.put(entry.getKey(), plainName(entry.getValue())));
        long count = files.values().stream().distinct().count();
        if (count > MOST_FILES) {
            throw new FormatException("the index names " + count + " files, expected at most " + MOST_FILES);
        }
        Map<String, String> metadata = new LinkedHashMap<>();
        json.path("metadata").fields().forEachRemaining(note -> {
            if (note.getValue().isValueNode()) {
                metadata.put(note.getKey(), note.getValue().asText());
            }
        });
        return new ShardIndex(files, metadata);
    }

    /** A file beside the index, and nothing that leads elsewhere, on any system. */
    private static String plainName(JsonNode node) {
        String name = node.isTextual() ? node.textValue() : "";
        if (name.isBlank()
                || name.length() > LONGEST_NAME
                || name.equals(".")
                || name.equals("..")
                || name.chars().anyMatch(c -> "/\\:".indexOf(c) >= 0 || Character.isISOControl(c))) {
            throw new FormatException("the index names the file " + Excerpt.of(node.toString())
                    + ", expected the plain name of a file beside it");
        }
        return name;
    }
}

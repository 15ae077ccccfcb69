package io.sfumato.data.emoji;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sfumato.data.DataException;
import io.sfumato.image.WholeFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Left behind by a finished build, so that the next one knows there is nothing to do.
 *
 * @param recipe everything the pictures depend on
 * @param size the side of the pictures
 * @param metadata the integrity of the metadata file
 * @param failures what could not be drawn
 */
record BuiltMark(String recipe, int size, String metadata, List<String> failures) {
    private static final String NAME = "built.json";
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .build();

    /** The mark in {@code folder}; an unreadable one counts as none. */
    static Optional<BuiltMark> read(Path folder) {
        Path file = folder.resolve(NAME);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readValue(Files.readAllBytes(file), BuiltMark.class));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new DataException(file + ": cannot be read: " + e.getMessage(), e);
        }
    }

    void write(Path folder) throws IOException {
        WholeFile.write(folder.resolve(NAME), JSON.writeValueAsString(this).getBytes(StandardCharsets.UTF_8));
    }
}

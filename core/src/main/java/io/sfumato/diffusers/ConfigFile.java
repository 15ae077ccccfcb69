package io.sfumato.diffusers;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sfumato.model.ModelException;
import io.sfumato.reference.Params;
import io.sfumato.tensor.FileTrouble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads the JSON files that describe a model. */
final class ConfigFile {
    /** Longest file that is read: the published ones have some kilobytes. */
    private static final int MOST_BYTES = 1 << 20;

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private ConfigFile() {}

    /** The keys and values of a file. Throws {@link ModelException} where it is none of JSON. */
    static Params read(Path file) {
        return Params.of(file + ":", parse(file));
    }

    private static JsonNode parse(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new ModelException(file + " is missing, expected the file that diffusers writes there");
        }
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw new ModelException(file + " has " + Files.size(file)
                        + " bytes, expected a configuration of at most " + MOST_BYTES);
            }
            return JSON.readTree(Files.readAllBytes(file));
        } catch (JsonProcessingException e) {
            throw new ModelException(
                    file + " is not valid JSON: "
                            + e.getOriginalMessage().lines().findFirst().orElse("unreadable"),
                    e);
        } catch (IOException e) {
            throw new ModelException(file + " cannot be read: " + FileTrouble.of(e), e);
        }
    }
}

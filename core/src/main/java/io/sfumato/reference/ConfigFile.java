package io.sfumato.reference;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.sfumato.model.ModelException;
import io.sfumato.tensor.FileTrouble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads the YAML of a configuration. */
final class ConfigFile {
    /** Longest file that is read: the published ones have two kilobytes. */
    private static final int MOST_BYTES = 1 << 20;

    private ConfigFile() {}

    /** Throws {@link ModelException} where it cannot be read. */
    static JsonNode read(Path file) {
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw new ModelException(file + " has " + Files.size(file)
                        + " bytes, expected a configuration of at most " + MOST_BYTES + ". Is it a checkpoint?");
            }
            return new ObjectMapper(YAMLFactory.builder()
                            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                            .build())
                    .readTree(Files.readAllBytes(file));
        } catch (JsonProcessingException e) {
            throw new ModelException(
                    file + " is not valid YAML: "
                            + e.getOriginalMessage().lines().findFirst().orElse("unreadable"),
                    e);
        } catch (IOException e) {
            throw new ModelException(file + " cannot be read: " + FileTrouble.of(e), e);
        }
    }
}

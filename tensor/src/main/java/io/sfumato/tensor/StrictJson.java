package io.sfumato.tensor;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;

/** JSON objects of which no key is there twice and after which nothing comes. */
final class StrictJson {
    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private StrictJson() {}

    /** Reads an object; {@code what} is said of it in complaints. */
    static JsonNode object(String what, byte[] text) throws IOException {
        try {
            JsonNode node = JSON.readTree(text);
            if (!node.isObject()) {
                throw new FormatException(what + " is not a JSON object");
            }
            return node;
        } catch (JsonProcessingException e) {
            throw new FormatException(what + " is not valid JSON: " + Excerpt.of(e.getOriginalMessage()), e);
        }
    }
}

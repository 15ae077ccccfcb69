package io.sfumato.train.loop;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * What a checkpoint says of itself.
 *
 * @param smoothLoss as people were last shown it
 * @param heldOutLoss where pictures are held out
 * @param sha256 of each of its files, by name
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
record Saved(
        String stage, Progress progress, double smoothLoss, OptionalDouble heldOutLoss, Map<String, String> sha256) {
    Saved {
        sha256 = Map.copyOf(new TreeMap<>(sha256));
    }
}

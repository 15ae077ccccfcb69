package io.sfumato.train.recipe;

import io.sfumato.sampling.SamplerChoice;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * The row of a paper that a recipe follows, and what the paper says of it.
 *
 * @param table number of the table
 * @param row what the row is called there
 * @param configuration the configuration of this model that was published, where one was
 * @param parameters how many numbers the paper says it learns
 * @param sampling how the measured pictures were made; {@code null} for autoencoders
 */
public record Source(
        String paper,
        int table,
        String row,
        Optional<String> configuration,
        OptionalLong parameters,
        Optional<Sampling> sampling,
        Map<Measure, Double> measured) {

    public Source {
        EnumMap<Measure, Double> ordered = new EnumMap<>(Measure.class);
        ordered.putAll(measured);
        measured = Collections.unmodifiableMap(ordered);
        if (measured.isEmpty()) {
            throw new IllegalArgumentException(
                    "source.measured is empty, expected what the row has, such as {fid: 5.11}");
        }
    }

    /**
     * How the measured pictures were made.
     *
     * @param eta how much of the noise is fresh at each step; {@code null} where the paper does not say
     */
    public record Sampling(SamplerChoice sampler, int steps, OptionalDouble eta, Guiding guiding) {
        public Sampling {
            if (steps < 1) {
                throw new IllegalArgumentException("steps are " + steps + ", expected 1 or more");
            }
        }
    }

    /** What pulls the samples, beside the condition. */
    public sealed interface Guiding {}

    /** Nothing. */
    public record Unguided() implements Guiding {}

    /** The difference to the prediction without the condition: Ho and Salimans 2021. */
    public record ClassifierFree(double scale) implements Guiding {}

    /** The perceptual distance to a picture: the paper's appendix C. */
    public record Perceptual() implements Guiding {}
}

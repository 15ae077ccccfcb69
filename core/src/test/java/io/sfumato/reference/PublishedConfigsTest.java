package io.sfumato.reference;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.testkit.NoLeaks;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every published configuration, against the state dict of the model that the reference makes of it. */
@ExtendWith(NoLeaks.class)
class PublishedConfigsTest {
    private static final Set<String> BUFFERS = Set.of(
            "betas",
            "alphas_cumprod",
            "alphas_cumprod_prev",
            "sqrt_alphas_cumprod",
            "sqrt_one_minus_alphas_cumprod",
            "log_one_minus_alphas_cumprod",
            "sqrt_recip_alphas_cumprod",
            "sqrt_recipm1_alphas_cumprod",
            "posterior_variance",
            "posterior_log_variance_clipped",
            "posterior_mean_coef1",
            "posterior_mean_coef2");

    private static JsonNode published() {
        try (InputStream file = new GZIPInputStream(Objects.requireNonNull(
                PublishedConfigsTest.class.getResourceAsStream("/official/state-dicts.json.gz")))) {
            return new ObjectMapper().readTree(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    static Stream<String> names() {
        return StreamSupport.stream(((Iterable<String>) () -> published().fieldNames()).spliterator(), false);
    }

    static Path file(String name) {
        try {
            String resource = "/official/" + name.replace("/", "__") + ".yaml";
            return Path.of(Objects.requireNonNull(PublishedConfigsTest.class.getResource(resource), resource)
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void itsParametersAndKeysAreThoseOfTheReference(String name) {
        JsonNode expected = published().get(name);
        StateDict found = ReferenceConfig.read(file(name), HeadRule.CONFIGURED).stateDict();
        ParameterCounts counts = found.counts();
        assertThat(counts.unet()).isEqualTo(expected.at("/parameters/unet").asLong());
        assertThat(counts.firstStage())
                .isEqualTo(expected.at("/parameters/first_stage").asLong());
        assertThat(counts.conditioner())
                .isEqualTo(expected.at("/parameters/cond_stage").asLong());
        Map<String, Shape> shapes = new LinkedHashMap<>();
        expected.get("state_dict").fields().forEachRemaining(field -> {
            if (!BUFFERS.contains(field.getKey())) {
                shapes.put(
                        field.getKey(),
                        Shape.of(StreamSupport.stream(field.getValue().spliterator(), false)
                                .mapToLong(JsonNode::asLong)
                                .toArray()));
            }
        });
        assertThat(found.shapes()).containsExactlyInAnyOrderEntriesOf(shapes);
    }
}

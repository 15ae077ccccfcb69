package io.sfumato.condition.clip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sfumato.condition.ConditionException;
import io.sfumato.condition.clip.ClipTextSpec.Activation;
import io.sfumato.tensor.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClipTextSpecTest {
    private static final String TOKENS = "embeddings.token_embedding.weight";
    private static final String POSITIONS = "embeddings.position_embedding.weight";
    private static final String WIDENING = "encoder.layers.0.mlp.fc1.weight";

    private static Map<String, Shape> shapes(int layers) {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        shapes.put(TOKENS, Shape.of(100, 128));
        shapes.put(POSITIONS, Shape.of(7, 128));
        for (int i = 0; i < layers; i++) {
            shapes.put("encoder.layers." + i + ".self_attn.q_proj.weight", Shape.of(128, 128));
            shapes.put("encoder.layers." + i + ".mlp.fc1.weight", Shape.of(300, 128));
        }
        return shapes;
    }

    private static void assertRefused(Map<String, Shape> shapes, String... parts) {
        assertThatThrownBy(() -> ClipTextSpec.of(shapes, Activation.QUICK_GELU))
                .isInstanceOf(ConditionException.class)
                .hasMessageStartingWith("clip text transformer: ")
                .hasMessageContainingAll(parts);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 11})
    void aHeadIsSixtyFourWide(int layers) {
        assertThat(ClipTextSpec.of(shapes(layers), Activation.QUICK_GELU))
                .isEqualTo(new ClipTextSpec(100, 7, 128, layers, 2, 300, Activation.QUICK_GELU));
    }

    @ParameterizedTest
    @ValueSource(strings = {TOKENS, POSITIONS, WIDENING, "encoder.layers.0.self_attn.q_proj.weight"})
    void whatIsMissingIsNamed(String name) {
        Map<String, Shape> shapes = shapes(1);
        shapes.remove(name);
        assertRefused(shapes, "no '" + name + "'", "below 'text_model.'");
    }

    @Test
    void aGapBetweenLayersIsNamed() {
        Map<String, Shape> shapes = shapes(4);
        shapes.remove("encoder.layers.2.self_attn.q_proj.weight");
        assertRefused(shapes, "no 'encoder.layers.2.self_attn.q_proj.weight'");
    }

    @Test
    void shapesThatAreNoTablesAreNamed() {
        for (Shape wrong :
                List.of(Shape.of(128), Shape.of(0, 128), Shape.of(100, 128, 1), Shape.of(100, Long.MAX_VALUE))) {
            Map<String, Shape> shapes = shapes(1);
            shapes.put(TOKENS, wrong);
            assertRefused(shapes, "'" + TOKENS + "' is " + wrong, "expected two sizes");
        }
    }

    @Test
    void widthsThatDoNotFitAreNamed() {
        Map<String, Shape> shapes = shapes(1);
        shapes.put(POSITIONS, Shape.of(7, 64));
        assertRefused(shapes, "[100, 128] and [7, 64]", "the same width");
        shapes.put(TOKENS, Shape.of(100, 100));
        shapes.put(POSITIONS, Shape.of(7, 100));
        assertRefused(shapes, "[100, 100]", "a multiple of 64");
    }

    @Test
    void sizesOfNothingAreRefused() {
        assertThatThrownBy(() -> new ClipTextSpec(1, 1, 64, 0, 1, 1, Activation.GELU))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1, 1, 64, 0, 1, 1");
        assertThatThrownBy(() -> new ClipTextSpec(1, 1, 64, 1, 3, 1, Activation.GELU))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("width is 64, expected a multiple of 3");
    }
}

package io.sfumato.condition.text;

import static io.sfumato.tensor.testkit.TensorAssert.assertClose;
import static io.sfumato.tensor.testkit.TensorAssert.relativeDifference;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sfumato.condition.Caption;
import io.sfumato.condition.Condition;
import io.sfumato.condition.ConditionException;
import io.sfumato.condition.TokenIds;
import io.sfumato.nn.Init;
import io.sfumato.nn.OfficialParameters;
import io.sfumato.nn.RandomWeights;
import io.sfumato.tensor.DType;
import io.sfumato.tensor.Grad;
import io.sfumato.tensor.Placement;
import io.sfumato.tensor.Rng;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.Tensors;
import io.sfumato.tensor.testkit.NoLeaks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(NoLeaks.class)
class TextConditionerTest {
    private static final int WINDOW = 6;
    private static final int WIDTH = 16;

    @TempDir
    private Path folder;

    private Tokenizer tokenizer;
    private final List<TextEncoder> encoders = new ArrayList<>();
    private TextTransformerSpec spec;

    @BeforeEach
    void build() throws IOException {
        Path file = folder.resolve("tokenizer.json");
        WordPieceVocabulary vocabulary = WordPieceVocabulary.of(List.of("red apple", "green pear"));
        Files.writeString(file, vocabulary.toJson());
        tokenizer = Tokenizer.open(file, WINDOW);
        spec = new TextTransformerSpec(vocabulary.size(), WINDOW, WIDTH, 2);
    }

    @AfterEach
    void close() {
        encoders.forEach(TextEncoder::close);
        tokenizer.close();
    }

    private TextConditioner conditioner(Pooling pooling, DType compute) {
        return conditioner(new TextSpec(spec, pooling, Optional.empty()), compute);
    }

    private TextConditioner conditioner(TextSpec text, DType compute) {
        TextEncoder encoder = new TextEncoder(text, new Init.Blank(Placement.FLOAT32));
        encoders.add(encoder);
        RandomWeights.fill(encoder.parameters(), 1);
        return new TextConditioner(tokenizer, encoder, compute);
    }

    private static List<Caption> captions(String... texts) {
        return Arrays.stream(texts).map(Caption::new).toList();
    }

    @Test
    void captionsBecomeTokensAndWhereWantedOneVector() {
        Grad.off(() -> {
            Condition tokens = conditioner(Pooling.NONE, DType.FLOAT32).encode(captions("red apple", "pear", ""));
            assertThat(tokens.context().orElseThrow().shape()).isEqualTo(Shape.of(3, WINDOW, WIDTH));
            assertThat(tokens.vector()).isEmpty();
            assertThat(tokens.concat()).isEmpty();
            Condition pooled =
                    conditioner(Pooling.FIRST_TOKEN, DType.FLOAT32).encode(captions("red apple", "pear", ""));
            assertClose(pooled.context().orElseThrow(), tokens.context().orElseThrow(), 0);
            Tensor vector = pooled.vector().orElseThrow();
            assertThat(vector.shape()).isEqualTo(Shape.of(3, WIDTH));
            assertClose(vector, tokens.context().orElseThrow().select(1, 0), 0);
            assertThat(vector.select(0, 0).toDoubles())
                    .as("the first token hears the others")
                    .isNotEqualTo(vector.select(0, 1).toDoubles());
        });
    }

    @Test
    void aCaptionMeansTheSameInAnyBatch() {
        Grad.off(() -> {
            TextConditioner conditioner = conditioner(Pooling.NONE, DType.FLOAT32);
            Tensor batch = conditioner
                    .encode(captions("green pear", "red apple", ""))
                    .context()
                    .orElseThrow();
            Tensor alone = conditioner.encode(captions("red apple")).context().orElseThrow();
            assertClose(batch.narrow(0, 1, 1), alone, 1e-5);
        });
    }

    @Test
    void givenTokenIdsAreHeardAsTheWordsThatTheyStandFor() {
        Grad.off(() -> {
            TextConditioner conditioner = conditioner(Pooling.NONE, DType.FLOAT32);
            List<Long> ids =
                    conditioner.tokenizer().orElseThrow().tokenize("red apple").ids();
            Tensor ofIds =
                    conditioner.encode(List.of(new TokenIds(ids))).context().orElseThrow();
            Tensor ofWords = conditioner.encode(captions("red apple")).context().orElseThrow();
            assertClose(ofIds, ofWords, 0);
        });
    }

    @Test
    void tokenIdsOutsideTheVocabularyOrTheWindowAreRefused() {
        TextConditioner conditioner = conditioner(Pooling.NONE, DType.FLOAT32);
        assertThatThrownBy(() -> conditioner.encode(List.of(new TokenIds(List.of(0L, -1L)))))
                .isInstanceOf(ConditionException.class)
                .hasMessageContaining("token id is -1");
        assertThatThrownBy(() -> conditioner.encode(List.of(new TokenIds(Collections.nCopies(1000, 1L)))))
                .isInstanceOf(ConditionException.class)
                .hasMessageContaining("1000 tokens");
        TextConditioner deaf = new TextConditioner(Optional.empty(), conditioner.encoder(), DType.FLOAT32);
        assertThatThrownBy(() -> deaf.encode(captions("red apple")))
                .isInstanceOf(ConditionException.class)
                .hasMessageContaining("no tokenizer");
    }

    @Test
    void theEndOfALongCaptionIsNotHeard() {
        TextConditioner conditioner = conditioner(Pooling.NONE, DType.FLOAT32);
        assertThat(conditioner.unheard(new Caption("red apple green pear"))).isEmpty();
        assertThat(conditioner.unheard(new Caption("red apple green pear red"))).contains("red");
        Grad.off(() -> {
            Tensor cut = conditioner
                    .encode(captions("red apple green pear red"))
                    .context()
                    .orElseThrow();
            Tensor whole = conditioner
                    .encode(captions("red apple green pear"))
                    .context()
                    .orElseThrow();
            assertClose(cut, whole, 1e-6);
        });
    }

    @Test
    void theOrderOfWordsMatters() {
        Grad.off(() -> {
            TextConditioner conditioner = conditioner(Pooling.FIRST_TOKEN, DType.FLOAT32);
            Tensor vectors = conditioner
                    .encode(captions("red apple", "apple red"))
                    .vector()
                    .orElseThrow();
            assertThat(relativeDifference(vectors.select(0, 0), vectors.select(0, 1)))
                    .isGreaterThan(0.01);
        });
    }

    @Test
    void aSketchIsDrawnOfTheFirstTokensVector() {
        SketchSpec sketch = new SketchSpec(3, 2, 8, 1);
        TextSpec drawing = new TextSpec(spec, Pooling.FIRST_TOKEN, Optional.of(sketch));
        Grad.off(() -> {
            TextConditioner conditioner = conditioner(drawing, DType.FLOAT32);
            Condition condition = conditioner.encode(captions("red apple", "green pear"));
            Tensor drawn = condition.concat().orElseThrow();
            assertThat(drawn.shape()).isEqualTo(Shape.of(2, 3, 2, 2));
            assertThat(relativeDifference(drawn.select(0, 0), drawn.select(0, 1)))
                    .isGreaterThan(0.01);
            try (Sketch same = new Sketch(sketch, WIDTH, new Init.Blank(Placement.FLOAT32))) {
                Map<String, Tensor> weights = conditioner.encoder().parameters();
                same.parameters().forEach((name, tensor) -> tensor.copyInPlace(weights.get("sketch." + name)));
                assertClose(drawn, same.forward(condition.vector().orElseThrow()), 1e-6);
            }
        });
    }

    /** Measured over several seeds: 38 to 44 dB. */
    @Test
    void bfloat16IsNearFloat32() {
        Grad.off(() -> {
            Tensor precise = conditioner(Pooling.NONE, DType.FLOAT32)
                    .encode(captions("red apple"))
                    .context()
                    .orElseThrow();
            Tensor fast = conditioner(Pooling.NONE, DType.BFLOAT16)
                    .encode(captions("red apple"))
                    .context()
                    .orElseThrow();
            assertThat(fast.dtype()).isEqualTo(DType.BFLOAT16);
            double error = fast.to(DType.FLOAT32).sub(precise).square().mean().item();
            double signal = precise.square().mean().item();
            assertThat(10 * Math.log10(signal / error)).isGreaterThan(33);
        });
    }

    @Test
    void moreTokensThanTheWindowAreRefused() {
        Tensor ids = Tensors.of(new long[WINDOW + 1], Shape.of(1, WINDOW + 1));
        TextEncoder encoder = conditioner(Pooling.NONE, DType.FLOAT32).encoder();
        assertThatThrownBy(() -> encoder.forward(ids, DType.FLOAT32))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[1, 7]")
                .hasMessageContaining("up to 6");
    }

    /** The reference's has a layer that makes words of vectors again, which conditioning does not need. */
    @Test
    void theParametersAreThePublishedOnes() {
        Map<String, Shape> expected = OfficialParameters.read("text-text2img256");
        expected.keySet().removeIf(name -> name.startsWith("to_logits."));
        TextTransformerSpec large = new TextTransformerSpec(30_522, 77, 640, 32);
        try (TextTransformer published = new TextTransformer(large, OfficialParameters.UNTOUCHED)) {
            OfficialParameters.assertSame(published, expected);
        }
    }

    @Test
    void wordsBeginAsSmallNormalNumbers() {
        try (Rng rng = Rng.seeded(1);
                TextTransformer fresh =
                        new TextTransformer(new TextTransformerSpec(500, WINDOW, WIDTH, 1), Init.drawn(rng))) {
            double[] values = fresh.parameters().get("token_emb.weight").toDoubles();
            double variance = Arrays.stream(values).map(v -> v * v).average().orElseThrow();
            assertThat(Math.sqrt(variance)).isCloseTo(0.02, within(0.001));
        }
    }

    @Test
    void sizesOfNothingAreRefused() {
        assertThatThrownBy(() -> new SketchSpec(8, 0, 1, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("8, 0, 1, 1");
        assertThatThrownBy(() -> new TextTransformerSpec(0, 1, 1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new TextTransformerSpec(1, 0, 1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new TextTransformerSpec(1, 1, 0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new TextTransformerSpec(1, 1, 1, -1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("-1");
    }
}

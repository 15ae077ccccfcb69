package io.sfumato.condition.clip;

import static io.sfumato.tensor.testkit.TensorAssert.assertClose;
import static io.sfumato.tensor.testkit.TensorAssert.relativeDifference;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sfumato.condition.Caption;
import io.sfumato.condition.Condition;
import io.sfumato.condition.ConditionException;
import io.sfumato.condition.clip.ClipTextSpec.Activation;
import io.sfumato.nn.Init;
import io.sfumato.nn.RandomWeights;
import io.sfumato.tensor.DType;
import io.sfumato.tensor.Grad;
import io.sfumato.tensor.Placement;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.Tensors;
import io.sfumato.tensor.testkit.NoLeaks;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(NoLeaks.class)
class ClipConditionerTest {
    /** Room for four words. */
    private static final int WINDOW = 6;

    private static final int WIDTH = 8;
    private static final long BEGIN = 49_406;
    private static final long END = 49_407;
    private static final long A = 320;
    private static final long HORSE = 4558;

    @TempDir
    private Path folder;

    private ClipTokenizer tokenizer;
    private ClipTextTransformer transformer;

    @BeforeEach
    void build() throws IOException {
        tokenizer = ClipFiles.open(folder);
        transformer = transformer(49_408, WINDOW);
        RandomWeights.fill(transformer.parameters(), 1);
    }

    @AfterEach
    void close() {
        tokenizer.close();
        transformer.close();
    }

    private static ClipTextTransformer transformer(int vocabulary, int window) {
        ClipTextSpec spec = new ClipTextSpec(vocabulary, window, WIDTH, 2, 2, 16, Activation.QUICK_GELU);
        return new ClipTextTransformer(spec, new Init.Blank(Placement.FLOAT32));
    }

    private ClipConditioner conditioner(DType compute) {
        return new ClipConditioner(tokenizer, transformer, compute);
    }

    private Tensor literally(String text) {
        return Grad.off(() -> conditioner(DType.FLOAT32)
                .literal()
                .encode(List.of(new Caption(text)))
                .context()
                .orElseThrow());
    }

    /** What is known of a picture is no prompt: a time of day is no weight, and what is beyond the window is left out. */
    @Test
    void whatIsLiteralHasNoWeightsAndOneWindow() {
        assertThat(literally("a (horse:45)").size(1)).isEqualTo(WINDOW);
        assertThat(relativeDifference(literally("a horse"), encode("a horse"))).isZero();
        assertThat(literally("a horse a horse a horse").size(1)).isEqualTo(WINDOW);
        assertThat(encode("a horse a horse a horse").size(1)).isEqualTo(2 * WINDOW);
        assertThat(relativeDifference(literally("a horse a horse a horse"), encode("a horse a horse")))
                .as("its beginning")
                .isZero();
    }

    private Tensor encode(String... texts) {
        return Grad.off(() -> conditioner(DType.FLOAT32)
                .encode(Arrays.stream(texts).map(Caption::new).toList())
                .context()
                .orElseThrow());
    }

    private Tensor forward(long... ids) {
        return Grad.off(() -> transformer.forward(Tensors.of(ids, Shape.of(1, ids.length)), DType.FLOAT32));
    }

    @Test
    void aCaptionIsItsTokensInTheirFrame() {
        Tensor context = encode("a horse");
        assertThat(context.toDoubles())
                .isEqualTo(forward(BEGIN, A, HORSE, END, END, END).toDoubles());
        assertThat(context.shape()).isEqualTo(Shape.of(1, WINDOW, WIDTH));
    }

    @ParameterizedTest
    @ValueSource(strings = {"(a horse:1)", "([a horse])", "a (horse:1.0)"})
    void weightOneChangesNoBit(String prompt) {
        assertThat(encode(prompt).toDoubles()).isEqualTo(encode("a horse").toDoubles());
        assertThat(encode(prompt, "(a:1.5)").select(0, 0).toDoubles())
                .as("beside another with weights")
                .isEqualTo(encode("a horse", "a").select(0, 0).toDoubles());
    }

    @Test
    void weightsChangeTheirTokensAndKeepTheMean() {
        Tensor plain = encode("a horse");
        Tensor weighted = encode("a (horse:1.5)");
        assertClose(weighted.mean(), plain.mean(), 1e-5);
        double[] w = {1, 1, 1.5, 1, 1, 1};
        Tensor weights = Tensors.of(w, Shape.of(1, WINDOW));
        assertClose(weighted, Emphasis.apply(plain, weights), 1e-6);
        assertThat(relativeDifference(weighted, plain)).isGreaterThan(0.1);
    }

    @Test
    void longCaptionsAreReadChunkByChunk() {
        Tensor context = encode("a a a a horse");
        assertThat(context.shape()).isEqualTo(Shape.of(1, 2 * WINDOW, WIDTH));
        assertClose(context.narrow(1, 0, WINDOW), forward(BEGIN, A, A, A, A, END), 1e-6);
        assertClose(context.narrow(1, WINDOW, WINDOW), forward(BEGIN, HORSE, END, END, END, END), 1e-6);
    }

    @Test
    void shorterCaptionsOfABatchAreFilledUpWithEmptyChunks() {
        Tensor context = encode("a", "a a a a horse BREAK a", "");
        assertThat(context.shape()).isEqualTo(Shape.of(3, 3 * WINDOW, WIDTH));
        Tensor empty = encode("");
        assertClose(context.narrow(0, 0, 1).narrow(1, 0, WINDOW), encode("a"), 1e-6);
        assertClose(context.narrow(0, 0, 1).narrow(1, WINDOW, WINDOW), empty, 1e-6);
        assertClose(context.narrow(0, 0, 1).narrow(1, 2 * WINDOW, WINDOW), empty, 1e-6);
        assertClose(context.narrow(0, 1, 1).narrow(1, WINDOW, WINDOW), encode("horse"), 1e-6);
        assertClose(context.narrow(0, 2, 1).narrow(1, 0, WINDOW), empty, 1e-6);
    }

    @Test
    void nothingInParticularIsTheEmptyCaption() {
        Grad.off(() -> {
            Tensor absent = conditioner(DType.FLOAT32)
                    .encode(Collections.nCopies(2, Caption.EMPTY))
                    .context()
                    .orElseThrow();
            assertThat(absent.toDoubles()).isEqualTo(encode("", "").toDoubles());
        });
    }

    @Test
    void wantedAndAbsentOfDifferentLengthsGoInOneBatch() {
        Grad.off(() -> {
            ClipConditioner conditioner = conditioner(DType.FLOAT32);
            Condition wanted = conditioner.encode(List.of(new Caption("a a a a horse")));
            Tensor both = conditioner
                    .encode(Collections.nCopies(1, Caption.EMPTY))
                    .followedBy(wanted)
                    .context()
                    .orElseThrow();
            assertThat(both.shape()).isEqualTo(Shape.of(2, 2 * WINDOW, WIDTH));
            assertThat(both.narrow(0, 1, 1).toDoubles())
                    .isEqualTo(wanted.context().orElseThrow().toDoubles());
        });
    }

    @Test
    void tokensCanBeGivenInstead() {
        Grad.off(() -> {
            Tensor ids = Tensors.of(new long[] {BEGIN, A, END, BEGIN, HORSE, END}, Shape.of(2, 3));
            Tensor context = conditioner(DType.FLOAT32).encodeIds(ids).context().orElseThrow();
            assertThat(context.shape()).isEqualTo(Shape.of(2, 3, WIDTH));
            assertClose(context.narrow(0, 0, 1), encode("a").narrow(1, 0, 3), 1e-5);
        });
        for (long wrong : new long[] {-1, 49_408}) {
            Tensor ids = Tensors.of(new long[] {BEGIN, wrong}, Shape.of(1, 2));
            assertThatThrownBy(() -> conditioner(DType.FLOAT32).encodeIds(ids))
                    .isInstanceOf(ConditionException.class)
                    .hasMessageContaining(String.valueOf(wrong))
                    .hasMessageContaining("expected 0 to 49407");
        }
    }

    @Test
    void theEndOfAVeryLongCaptionIsNotHeard() {
        ClipConditioner conditioner = conditioner(DType.FLOAT32);
        assertThat(conditioner.unheard(new Caption("a ".repeat(32)))).isEmpty();
        assertThat(conditioner.unheard(new Caption("a ".repeat(32) + "(horse)")))
                .contains("horse");
        assertThat(encode("a ".repeat(33)).toDoubles())
                .isEqualTo(encode("a ".repeat(32)).toDoubles());
    }

    @Test
    void captionsThatCannotBeReadAreRefused() {
        assertThatThrownBy(() -> encode("(horse:99)"))
                .isInstanceOf(ConditionException.class)
                .hasMessageContaining("'horse' has weight 99.0");
    }

    @Test
    void contextsAreInTheAskedPrecision() {
        Grad.off(() -> {
            for (String text : List.of("a horse", "a (horse:1.2)")) {
                Tensor context = conditioner(DType.BFLOAT16)
                        .encode(List.of(new Caption(text)))
                        .context()
                        .orElseThrow();
                assertThat(context.dtype()).isEqualTo(DType.BFLOAT16);
                assertClose(context.to(DType.FLOAT32), encode(text), 0.05);
            }
        });
    }

    @Test
    void aTokenizerOfAnotherModelIsRefused() {
        try (ClipTextTransformer few = transformer(49_000, WINDOW);
                ClipTextTransformer narrow = transformer(49_408, 2)) {
            assertThatThrownBy(() -> new ClipConditioner(tokenizer, few, DType.FLOAT32))
                    .isInstanceOf(ConditionException.class)
                    .hasMessageContaining("49408 ids")
                    .hasMessageContaining("49000");
            assertThatThrownBy(() -> new ClipConditioner(tokenizer, narrow, DType.FLOAT32))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("reads 2 tokens");
        }
    }
}

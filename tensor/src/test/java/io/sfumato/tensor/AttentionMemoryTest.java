package io.sfumato.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sfumato.tensor.testkit.NoLeaks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Memory grows with the tokens, not with their square. */
@ExtendWith(NoLeaks.class)
class AttentionMemoryTest {
    /** All weights together would be 1.07 GB in float32, and half of that in bfloat16, twice: before the softmax and after it. */
    private static final int TOKENS = 16_384;

    private static final int WIDTH = 16;
    private static final Path FORGETTING = Path.of("/proc/self/clear_refs");

    /** Channels of an image, pixel by pixel: the numbers of a token do not lie together. */
    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "BFLOAT16"})
    void theWeightsOfAllTokensAreNeverInMemoryAtOnce(DType dtype) throws IOException {
        assertBounded(dtype, tokens -> Grad.off(() -> Attention.of(tokens, tokens, tokens, 0.25)));
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "BFLOAT16"})
    void norAreTheyForAGradient(DType dtype) throws IOException {
        assertBounded(dtype, tokens -> {
            Tensor learning = tokens.detach().requireGrad();
            Attention.of(learning, learning, learning, 0.25).sum().backward();
        });
    }

    private static void assertBounded(DType dtype, Consumer<Tensor> attending) throws IOException {
        assumeTrue(Files.isWritable(FORGETTING), "only Linux tells, and forgets, the most memory that was used");
        try (Rng rng = Rng.seeded(1)) {
            Tensor tokens = rng.normal(Shape.of(1, WIDTH, TOKENS)).to(dtype).transpose(1, 2);
            attending.accept(tokens.narrow(1, 0, 400)); // libraries take what they keep
            Files.writeString(FORGETTING, "5"); // the peak is what there is now
            long before = ResidentMemory.now().orElseThrow();
            attending.accept(tokens);
            long grown = ResidentMemory.peak().orElseThrow() - before;
            assertThat(grown).isLessThan(400L << 20);
        }
    }
}

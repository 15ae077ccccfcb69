package io.sfumato.firststage;

import static io.sfumato.tensor.testkit.TensorAssert.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sfumato.image.Pixels;
import io.sfumato.nn.Init;
import io.sfumato.tensor.Grad;
import io.sfumato.tensor.Placement;
import io.sfumato.tensor.Rng;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.Tensors;
import io.sfumato.tensor.testkit.NoLeaks;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoLeaks.class)
class RemapTest {
    private static final List<Long> USED = List.of(9L, 2L, 30L, 0L, 17L);
    private static final int CODES = 32;

    private static Tensor everyEntryTwice() {
        long[] entries = new long[2 * CODES];
        for (int i = 0; i < entries.length; i++) {
            entries[i] = (7L * i) % CODES;
        }
        return Tensors.of(entries, Shape.of(2, 4, 8));
    }

    /** One entry after the other, compared with every used one; unknown ones get the next of {@code unknowns}. */
    private static long[] slowly(long[] entries, List<Long> unknowns) {
        long[] numbers = new long[entries.length];
        int unknown = 0;
        for (int i = 0; i < entries.length; i++) {
            numbers[i] = -1;
            for (int k = 0; k < USED.size(); k++) {
                if (USED.get(k) == entries[i]) {
                    numbers[i] = k;
                }
            }
            if (numbers[i] < 0) {
                numbers[i] = unknowns.get(unknown++);
            }
        }
        return numbers;
    }

    private static long[] numbered(UnknownIndex unknown) {
        try (Rng rng = Rng.seeded(3)) {
            return new Remap(USED, unknown).numbers(everyEntryTwice(), rng).toLongs();
        }
    }

    private static List<Long> always(long number) {
        return new ArrayList<>(java.util.Collections.nCopies(2 * CODES, number));
    }

    @Test
    void knownEntriesAreNumberedByTheirPlaceAndUnknownOnesAsAsked() {
        long[] entries = everyEntryTwice().toLongs();
        assertThat(numbered(new UnknownIndex.Extra())).containsExactly(slowly(entries, always(5)));
        assertThat(numbered(new UnknownIndex.Fixed(3))).containsExactly(slowly(entries, always(3)));
    }

    /** As many draws as there are unknown entries, in their order. */
    @Test
    void randomNumbersAreDrawnFromTheStream() {
        int unknown = 2 * (CODES - USED.size());
        try (Rng rng = Rng.seeded(3)) {
            List<Long> drawn = Arrays.stream(
                            rng.integers(USED.size(), Shape.of(unknown)).toLongs())
                    .boxed()
                    .toList();
            long[] numbers = numbered(new UnknownIndex.Random());
            assertThat(numbers).containsExactly(slowly(everyEntryTwice().toLongs(), drawn));
            assertThat(drawn).contains(0L, 1L, 2L, 3L, 4L);
        }
    }

    @Test
    void theShapeStays() {
        try (Rng rng = Rng.seeded(3)) {
            Remap remap = new Remap(USED, new UnknownIndex.Extra());
            Tensor numbers = remap.numbers(everyEntryTwice(), rng);
            assertThat(numbers.shape()).isEqualTo(Shape.of(2, 4, 8));
            assertThat(remap.entries(numbers).shape()).isEqualTo(Shape.of(2, 4, 8));
        }
    }

    @Test
    void numbersAreReadBackAsTheirEntriesAndTheExtraOneAsNumberZero() {
        Tensor numbers = Tensors.of(new long[] {0, 1, 2, 3, 4, 5}, Shape.of(6));
        assertThat(new Remap(USED, new UnknownIndex.Extra()).entries(numbers).toLongs())
                .containsExactly(9, 2, 30, 0, 17, 9);
        assertThat(new Remap(USED, new UnknownIndex.Extra()).count()).isEqualTo(6);
        assertThat(new Remap(USED, new UnknownIndex.Random()).count()).isEqualTo(5);
    }

    @Test
    void numbersThatThereAreNotAreRefused() {
        for (UnknownIndex unknown : List.of(new UnknownIndex.Random(), new UnknownIndex.Fixed(0))) {
            assertThatThrownBy(() -> new Remap(USED, unknown).entries(Tensors.of(new long[] {0, 5}, Shape.of(2))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("the index of a code is 5, expected 0 to 4");
        }
        assertThatThrownBy(() ->
                        new Remap(USED, new UnknownIndex.Extra()).entries(Tensors.of(new long[] {-1}, Shape.of(1))))
                .hasMessage("the index of a code is -1, expected 0 to 5");
    }

    @Test
    void aListThatIsNoNumberingIsRefused() {
        assertRefused("used entries of the codebook are []", List.of(), new UnknownIndex.Random());
        assertRefused("each once", List.of(1L, 2L, 1L), new UnknownIndex.Random());
        assertRefused("[-1]", List.of(-1L), new UnknownIndex.Random());
        assertRefused("unknown index is 5, expected 0 to 4", USED, new UnknownIndex.Fixed(5));
        assertThatThrownBy(() -> new FirstStageSpec.RemappedVq(sizes(), 30, new Remap(USED, new UnknownIndex.Random())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("name 30, expected 0 to 29");
    }

    private static void assertRefused(String complaint, List<Long> used, UnknownIndex unknown) {
        assertThatThrownBy(() -> new Remap(used, unknown))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(complaint);
    }

    private static AutoencoderSpec sizes() {
        return new AutoencoderSpec(1, 8, 32, List.of(1, 1), 1, Set.of(), AutoencoderSpec.Attention.NONE, 3, 3);
    }

    private static VqFirstStage stage(FirstStageSpec spec) {
        try (Rng rng = Rng.seeded(1)) {
            return new VqFirstStage((VqAutoencoder) spec.build(Init.drawn(rng)), LatentScaling.NONE, Placement.FLOAT32);
        }
    }

    /** With all entries in use the pictures are the same; only the indices have other names. */
    @Test
    void aFirstStageWritesAndReadsTheNumbersOfItsCodebook() {
        List<Long> backwards = new ArrayList<>();
        for (long entry = CODES - 1; entry >= 0; entry--) {
            backwards.add(entry);
        }
        VqFirstStage plain = stage(new FirstStageSpec.Vq(sizes(), CODES));
        VqFirstStage renumbered =
                stage(new FirstStageSpec.RemappedVq(sizes(), CODES, new Remap(backwards, new UnknownIndex.Extra())));
        try (VqAutoencoder first = plain.autoencoder();
                VqAutoencoder second = renumbered.autoencoder();
                Rng rng = Rng.seeded(2)) {
            assertThat(second.parameters().keySet())
                    .isEqualTo(first.parameters().keySet());
            Grad.off(() -> {
                Pixels pixels = new Pixels(rng.normal(Shape.of(2, 3, 8, 8)).clamp(-1, 1));
                Tensor entries = plain.indices(pixels, rng);
                Tensor numbers = renumbered.indices(pixels, rng);
                assertThat(numbers.shape()).isEqualTo(Shape.of(2, 4, 4));
                assertThat(numbers.toLongs())
                        .containsExactly(Arrays.stream(entries.toLongs())
                                .map(entry -> CODES - 1 - entry)
                                .toArray());
                Tensor decoded = plain.decode(new Latents(plain.code(pixels))).nchw();
                assertClose(plain.decodeIndices(entries).nchw(), decoded, 1e-5);
                assertClose(renumbered.decodeIndices(numbers).nchw(), decoded, 1e-5);
            });
        }
    }
}

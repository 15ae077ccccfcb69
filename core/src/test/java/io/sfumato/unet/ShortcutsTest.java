package io.sfumato.unet;

import static io.sfumato.tensor.testkit.TensorAssert.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sfumato.condition.Condition;
import io.sfumato.diffusion.Network;
import io.sfumato.diffusion.Shortcuts;
import io.sfumato.nn.Init;
import io.sfumato.nn.RandomWeights;
import io.sfumato.tensor.Grad;
import io.sfumato.tensor.Meter;
import io.sfumato.tensor.Placement;
import io.sfumato.tensor.Region;
import io.sfumato.tensor.Rng;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.Tensors;
import io.sfumato.tensor.testkit.NoLeaks;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a U-Net leaves out where it may. */
@ExtendWith(NoLeaks.class)
class ShortcutsTest {
    private static final Meter.Cost NOTHING = new Meter.Cost(0, 0, 0);

    private static final UNetSpec SPEC = new UNetSpec(
            4,
            4,
            32,
            List.of(1, 2),
            1,
            Set.of(1, 2),
            new UNetSpec.CrossAttention(new UNetSpec.FixedHeads(4), 1, 24),
            UNetSpec.Resampling.CONVOLUTION,
            UNetSpec.Modulation.SHIFT,
            Optional.empty());

    private UNet unet;
    private Condition condition;

    @BeforeEach
    void build() {
        unet = new UNet(SPEC, new Init.Blank(Placement.FLOAT32));
        RandomWeights.fill(unet.parameters(), 1);
        condition = Condition.none().withContext(normal(1, 2, 5, 24));
    }

    @AfterEach
    void close() {
        unet.close();
    }

    private static Tensor normal(long seed, long... sizes) {
        try (Rng rng = Rng.seeded(seed)) {
            return rng.normal(Shape.of(sizes));
        }
    }

    private Network.Hearing hearing(Shortcuts shortcuts) {
        return Grad.off(() -> unet.hearing(condition, shortcuts));
    }

    private static Shortcuts reusing(int every) {
        return new Shortcuts(new Shortcuts.Reuse(every), Shortcuts.TokenMerging.NONE);
    }

    private static Shortcuts merging(double share) {
        return new Shortcuts(Shortcuts.Reuse.NONE, new Shortcuts.TokenMerging(share));
    }

    /** A step of a trajectory, in a region of its own as a sampler has it. */
    private static Tensor step(Network.Hearing hearing, int number) {
        Tensor levels = Tensors.of(new float[] {900 - 10 * number, 900 - 10 * number}, Shape.of(2));
        return Grad.off(() -> Region.returning(() -> hearing.forward(normal(10 + number, 2, 4, 8, 8), levels)));
    }

    private static double operations(Meter.Kind kind, Runnable work) {
        return Meter.of(work).getOrDefault(kind, NOTHING).operations();
    }

    @Test
    void everythingIsComputedAtTheFirstCallAndEverySoOften() {
        Network.Hearing exact = hearing(Shortcuts.NONE);
        Network.Hearing shortened = hearing(reusing(3));
        for (int number = 0; number < 7; number++) {
            Tensor expected = step(exact, number);
            Tensor got = step(shortened, number);
            double difference = got.sub(expected).abs().max().item();
            if (number % 3 == 0) {
                assertThat(difference).as("step %d", number).isZero();
            } else {
                assertThat(difference).as("step %d", number).isPositive();
            }
        }
    }

    @Test
    void betweenOnlyTheUpperStagesAreComputed() {
        Network.Hearing shortened = hearing(reusing(2));
        double whole = operations(Meter.Kind.CONVOLUTION, () -> step(shortened, 0));
        double upper = operations(Meter.Kind.CONVOLUTION, () -> step(shortened, 1));
        // the first convolution, the last stage's two, and the last
        double expected = 2.0 * 2 * 64 * 9 * (4 * 32 + 64 * 32 + 32 * 32 + 32 * 4);
        assertThat(upper).isEqualTo(expected).isLessThan(whole / 2);
    }

    @Test
    void trajectoriesKeepNothingOfEachOther() {
        Network.Hearing one = hearing(reusing(2));
        Network.Hearing other = hearing(reusing(2));
        step(one, 5);
        Tensor first = step(other, 0);
        assertClose(first, step(hearing(Shortcuts.NONE), 0), 0);
    }

    @Test
    void onlyTheLargestMapsHaveTheirTokensMerged() {
        double whole = operations(Meter.Kind.ATTENTION, () -> step(hearing(Shortcuts.NONE), 0));
        double merged = operations(Meter.Kind.ATTENTION, () -> step(hearing(merging(0.5)), 0));
        double ofLargest = 3 * 2.0 * 4 * 32 * 64 * 64; // three blocks, two pictures, two products of 32 channels
        assertThat(whole - merged).isEqualTo(ofLargest * (1 - 0.5 * 0.5)); // half as many queries, and keys
    }

    @Test
    void theMoreAreMergedTheMoreIsLost() {
        Tensor exact = step(hearing(Shortcuts.NONE), 0);
        Tensor few = step(hearing(merging(0.1)), 0);
        Tensor many = step(hearing(merging(0.75)), 0);
        double little = few.sub(exact).square().mean().item();
        double much = many.sub(exact).square().mean().item();
        assertThat(little).isPositive().isLessThan(much);
    }

    /** Tokens that are all the same are as good as one. */
    @Test
    void whatIsTheSameMergesWithoutLoss() {
        Tensor one = normal(1, 2, 1, 32);
        Tensor tokens = one.expand(2, 64, 32);
        Merging merging = new Merging.Alike(TokenGrid.of(8, 8), 0.5);
        Tensor merged = merging.attended(tokens, attended -> {
            assertThat(attended.shape()).isEqualTo(Shape.of(2, 32, 32));
            return attended.mul(2);
        });
        assertClose(merged, tokens.mul(2), 1e-5);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 0.76, Double.NaN})
    void sharesAreBounded(double share) {
        assertThatThrownBy(() -> new Shortcuts.TokenMerging(share))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected a number from 0 to 0.75");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 101})
    void intervalsAreBounded(int every) {
        assertThatThrownBy(() -> new Shortcuts.Reuse(every))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected 1 to 100");
    }
}

package io.sfumato.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sfumato.unet.UNetSpec;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FlopsTest {
    @Test
    void theUnetOfStableDiffusionTakesTheOperationsThatOthersCount() {
        UNetSpec stableDiffusion = new UNetSpec(
                4,
                4,
                320,
                List.of(1, 2, 4, 4),
                2,
                Set.of(1, 2, 4),
                new UNetSpec.CrossAttention(new UNetSpec.FixedHeads(8), 1, 768),
                UNetSpec.Resampling.CONVOLUTION,
                UNetSpec.Modulation.SHIFT,
                Optional.empty());
        // two pictures of 64 x 64 latents: 1.61 TFLOP with attention, counted from the raw operations
        assertThat(2 * Flops.of(stableDiffusion, 64, 77)).isCloseTo(1.61e12, within(0.01e12));
    }
}

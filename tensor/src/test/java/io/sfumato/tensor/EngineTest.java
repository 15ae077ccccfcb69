package io.sfumato.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import org.bytedeco.pytorch.Context;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;

class EngineTest {
    /** libtorch adds up parts of a product in its own 16 bits unless told not to, and multiplies shortened float32 where the environment says so. */
    @Test
    void nothingIsShortenedOnTheWay() {
        Engine.start();
        Context context = torch.globalContext();
        assertThat(context.allowTF32CuDNN()).isFalse();
        assertThat(context.allowTF32CuBLAS()).isFalse();
        assertThat(context.allowFP16AccumulationCuBLAS()).isFalse();
        for (torch.CuBLASReductionOption option : new torch.CuBLASReductionOption[] {
            context.allowFP16ReductionCuBLAS(), context.allowBF16ReductionCuBLAS()
        }) {
            assertThat(option.intern()).isEqualTo(torch.CuBLASReductionOption.DisallowReducedPrecisionAllowSplitK);
        }
    }
}

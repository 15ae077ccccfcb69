package io.sfumato.golden;

import static io.sfumato.tensor.testkit.TensorAssert.assertClose;

import io.sfumato.condition.clip.ClipTextSpec;
import io.sfumato.condition.clip.ClipTextTransformer;
import io.sfumato.tensor.DType;
import io.sfumato.tensor.Grad;
import io.sfumato.tensor.testkit.NoLeaks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The text transformer of Stable Diffusion v1 against the reference's. */
@ExtendWith(NoLeaks.class)
class ClipTextTest {
    private static final double ONE_CALL = 1e-4;
    static final ClipTextSpec NARROW = new ClipTextSpec(49_408, 77, 64, 2, 1, 256, ClipTextSpec.Activation.QUICK_GELU);

    @Test
    void theTextTransformerComputesTheReferencesConditions() {
        try (Golden golden = Golden.open("stable-diffusion-v1");
                ClipTextTransformer text = new ClipTextTransformer(NARROW, GoldenModels.BLANK)) {
            FormulaWeights.fill(text, "cond_stage_model.transformer.text_model.");
            Grad.off(() -> {
                assertClose(text.forward(golden.get("tokens"), DType.FLOAT32), golden.get("expected.cond"), ONE_CALL);
                assertClose(
                        text.forward(golden.get("uncond.tokens"), DType.FLOAT32),
                        golden.get("expected.uncond"),
                        ONE_CALL);
            });
        }
    }
}

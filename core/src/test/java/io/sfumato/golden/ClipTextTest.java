package io.sfumato.golden;

import static io.sfumato.tensor.testkit.TensorAssert.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import io.sfumato.condition.Caption;
import io.sfumato.condition.clip.ClipConditioner;
import io.sfumato.condition.clip.ClipFiles;
import io.sfumato.condition.clip.ClipTextSpec;
import io.sfumato.condition.clip.ClipTextTransformer;
import io.sfumato.condition.clip.ClipTokenizer;
import io.sfumato.nn.Init;
import io.sfumato.tensor.DType;
import io.sfumato.tensor.Grad;
import io.sfumato.tensor.Placement;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.testkit.NoLeaks;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** How Stable Diffusion v1 reads text, against the reference. */
@ExtendWith(NoLeaks.class)
class ClipTextTest {
    private static final double ONE_CALL = 1e-4;
    static final ClipTextSpec NARROW = new ClipTextSpec(49_408, 77, 64, 2, 1, 256, ClipTextSpec.Activation.QUICK_GELU);

    @TempDir
    private Path folder;

    private static ClipTextTransformer transformer() {
        ClipTextTransformer text = new ClipTextTransformer(NARROW, new Init.Blank(Placement.FLOAT32));
        FormulaWeights.fill(text, "cond_stage_model.transformer.text_model.");
        return text;
    }

    @Test
    void theTextTransformerComputesTheReferencesConditions() {
        try (Golden golden = Golden.open("stable-diffusion-v1");
                ClipTextTransformer text = transformer()) {
            Grad.off(() -> {
                assertClose(text.forward(golden.get("tokens"), DType.FLOAT32), golden.get("expected.cond"), ONE_CALL);
                assertClose(
                        text.forward(golden.get("uncond.tokens"), DType.FLOAT32),
                        golden.get("expected.uncond"),
                        ONE_CALL);
            });
        }
    }

    /** Down to the bit, captions without weights are what their tokens are. */
    @Test
    void captionsBecomeTheReferencesConditions() throws IOException {
        List<Caption> captions = List.of(
                new Caption("a photograph of an astronaut riding a horse"),
                new Caption("a red apple on a wooden table"));
        try (Golden golden = Golden.open("stable-diffusion-v1");
                ClipTextTransformer text = transformer();
                ClipTokenizer tokenizer = ClipFiles.open(folder)) {
            ClipConditioner conditioner = new ClipConditioner(tokenizer, text, DType.FLOAT32);
            Grad.off(() -> {
                Tensor context = conditioner.encode(captions).context().orElseThrow();
                assertClose(context, golden.get("expected.cond"), ONE_CALL);
                assertThat(context.toDoubles())
                        .isEqualTo(text.forward(golden.get("tokens"), DType.FLOAT32)
                                .toDoubles());
                assertClose(
                        conditioner
                                .encode(Collections.nCopies(2, Caption.EMPTY))
                                .context()
                                .orElseThrow(),
                        golden.get("expected.uncond"),
                        ONE_CALL);
            });
        }
    }
}

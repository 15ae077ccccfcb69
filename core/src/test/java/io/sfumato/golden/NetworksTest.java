package io.sfumato.golden;

import static io.sfumato.tensor.testkit.TensorAssert.assertClose;

import io.sfumato.condition.Condition;
import io.sfumato.condition.text.TextTransformer;
import io.sfumato.firststage.DiagonalGaussian;
import io.sfumato.firststage.KlAutoencoder;
import io.sfumato.tensor.DType;
import io.sfumato.tensor.Grad;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.testkit.NoLeaks;
import io.sfumato.unet.UNet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One call of each network against the reference. */
@ExtendWith(NoLeaks.class)
class NetworksTest {
    private static final double ONE_CALL = 1e-4;

    @ParameterizedTest
    @ValueSource(strings = {"unconditional-kl", "text-to-image"})
    void theAutoencoderComputesTheReferencesMomentsAndReconstruction(String name) {
        try (Golden golden = Golden.open(name);
                KlAutoencoder autoencoder = GoldenModels.autoencoder()) {
            Grad.off(() -> {
                Tensor moments = autoencoder.moments(golden.get("image"));
                assertClose(moments, golden.get("expected.moments"), ONE_CALL);
                Tensor mode = DiagonalGaussian.of(moments).mode();
                assertClose(autoencoder.reconstruct(mode), golden.get("expected.reconstruction"), ONE_CALL);
            });
        }
    }

    @Test
    void theTextTransformerComputesTheReferencesCondition() {
        try (Golden golden = Golden.open("text-to-image");
                TextTransformer text = GoldenModels.text()) {
            Grad.off(() -> assertClose(
                    text.forward(golden.get("tokens"), DType.FLOAT32), golden.get("expected.cond"), ONE_CALL));
        }
    }

    @Test
    void theConditionalUnetPredictsTheReferencesNoise() {
        try (Golden golden = Golden.open("text-to-image");
                UNet unet = GoldenModels.conditional()) {
            Condition condition = Condition.none().withContext(golden.get("expected.cond"));
            Grad.off(() -> assertClose(
                    unet.forward(golden.get("x_T"), golden.floats("t"), condition),
                    golden.get("expected.eps"),
                    ONE_CALL));
        }
    }

    @Test
    void theUnconditionalUnetPredictsTheReferencesNoise() {
        try (Golden golden = Golden.open("unconditional-kl");
                UNet unet = GoldenModels.unconditional()) {
            Grad.off(() -> assertClose(
                    unet.forward(golden.get("x_T"), golden.floats("t"), Condition.none()),
                    golden.get("expected.eps"),
                    ONE_CALL));
        }
    }
}

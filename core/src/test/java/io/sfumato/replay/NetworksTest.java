package io.sfumato.replay;

import static io.sfumato.tensor.testkit.TensorAssert.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import io.sfumato.condition.Condition;
import io.sfumato.firststage.DiagonalGaussian;
import io.sfumato.firststage.KlAutoencoder;
import io.sfumato.firststage.VqAutoencoder;
import io.sfumato.golden.Golden;
import io.sfumato.golden.GoldenCheckpoint;
import io.sfumato.model.Arithmetic;
import io.sfumato.model.ModelParts;
import io.sfumato.model.Tokenizers;
import io.sfumato.nn.Init;
import io.sfumato.reference.HeadRule;
import io.sfumato.reference.ReferenceCheckpoint;
import io.sfumato.reference.ReferenceConfig;
import io.sfumato.reference.Weights;
import io.sfumato.tensor.DType;
import io.sfumato.tensor.Grad;
import io.sfumato.tensor.Placement;
import io.sfumato.tensor.Region;
import io.sfumato.tensor.Safetensors;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.TensorArchive;
import io.sfumato.tensor.WeightLayout;
import io.sfumato.tensor.testkit.NoLeaks;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One call of each network of each kind of model against the reference. */
@ExtendWith(NoLeaks.class)
class NetworksTest {
    private static final double ONE_CALL = 1e-4;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "unconditional-vq",
                "unconditional-kl",
                "class-conditional",
                "text-to-image",
                "layout-to-image",
                "inpainting",
                "super-resolution",
                "semantic-synthesis",
                "masked-sampling",
                "stable-diffusion-v1"
            })
    void everyNetworkOfAModelComputesWhatTheReferenceDoes(String name) {
        check(name, Arithmetic.of(Placement.FLOAT32).fixed(WeightLayout.PACKED));
    }

    /** In float32 on the processor: what is shown is that nothing depends on the order in memory. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "unconditional-vq",
                "unconditional-kl",
                "class-conditional",
                "text-to-image",
                "layout-to-image",
                "inpainting",
                "super-resolution",
                "semantic-synthesis",
                "masked-sampling",
                "stable-diffusion-v1"
            })
    void soDoThoseThatAreLaidOutForGraphicsProcessors(String name) {
        check(name, new Arithmetic(DType.FLOAT32, Placement.FLOAT32, Optional.of(WeightLayout.CHANNELS_LAST)));
    }

    private void check(String name, Arithmetic arithmetic) {
        ReferenceConfig.Diffusion config =
                (ReferenceConfig.Diffusion) ReferenceConfig.read(Golden.file(name, "config.yaml"), HeadRule.CONFIGURED);
        Path file = GoldenCheckpoint.write(name, folder);
        try (Region region = Region.open();
                TensorArchive archive = Safetensors.open(file);
                TensorArchive inputs = Safetensors.open(Golden.file(name, "io.safetensors"));
                Golden golden = Golden.open(name)) {
            ReferenceCheckpoint checkpoint = new ReferenceCheckpoint(file, archive, config);
            try (ModelParts parts = ModelParts.build(
                    checkpoint.description(), new Init.Blank(Placement.FLOAT32), Tokenizers.NONE, Placement.FLOAT32)) {
                checkpoint.fill(parts, Weights.AUTO);
                Grad.off(() -> {
                    Condition condition = parts.conditioning()
                            .conditioner()
                            .encode(new CueInputs(new Inputs(file, inputs), 2, "")
                                    .read(checkpoint.description().conditioner()));
                    checkCondition(condition, golden);
                    Tensor eps = parts.unet().forward(golden.get("x_T"), golden.floats("t"), condition);
                    assertClose(eps, golden.get("expected.eps"), ONE_CALL);
                    parts.fix(arithmetic, golden.get("x_T").shape());
                    Tensor fixed = parts.network().forward(golden.get("x_T"), golden.floats("t"), condition);
                    assertClose(fixed, golden.get("expected.eps"), ONE_CALL);
                    checkFirstStage(parts, golden);
                });
            }
        }
    }

    private static void checkCondition(Condition condition, Golden golden) {
        if (golden.has("expected.cond")) {
            Tensor heard = condition.context().or(condition::concat).orElseThrow();
            assertClose(heard, golden.get("expected.cond"), ONE_CALL);
        }
    }

    private static void checkFirstStage(ModelParts parts, Golden golden) {
        if (!golden.has("image")) {
            return;
        }
        Tensor image = golden.get("image");
        if (parts.firstStage() instanceof KlAutoencoder kl) {
            Tensor moments = kl.moments(image);
            assertClose(moments, golden.get("expected.moments"), ONE_CALL);
            Tensor mode = DiagonalGaussian.of(moments).mode();
            assertClose(kl.reconstruct(mode), golden.get("expected.reconstruction"), ONE_CALL);
        } else if (parts.firstStage() instanceof VqAutoencoder vq) {
            Tensor features = vq.features(image);
            assertClose(features, golden.get("expected.encoded"), ONE_CALL);
            var nearest = vq.codebook().nearest(features);
            assertThat(nearest.indices().toLongs())
                    .containsExactly(golden.get("expected.indices").toLongs());
            assertClose(vq.reconstruct(nearest.codes()), golden.get("expected.reconstruction"), ONE_CALL);
        }
    }
}

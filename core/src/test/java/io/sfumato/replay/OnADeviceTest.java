package io.sfumato.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.sfumato.checkpoint.CheckpointOptions;
import io.sfumato.checkpoint.Checkpoints;
import io.sfumato.condition.Condition;
import io.sfumato.diffusion.DenoisingLoss;
import io.sfumato.diffusion.Distance;
import io.sfumato.diffusion.LossWeighting;
import io.sfumato.diffusion.MixedPrecision;
import io.sfumato.diffusion.Noising;
import io.sfumato.diffusion.Preconditioning;
import io.sfumato.diffusion.Uncertainty;
import io.sfumato.firststage.Latents;
import io.sfumato.golden.Golden;
import io.sfumato.golden.GoldenCheckpoint;
import io.sfumato.image.Pixels;
import io.sfumato.model.Arithmetic;
import io.sfumato.model.InferencePrecision;
import io.sfumato.model.Model;
import io.sfumato.pipeline.LatentDiffusion;
import io.sfumato.reference.HeadRule;
import io.sfumato.reference.Weights;
import io.sfumato.sampling.ClassifierFree;
import io.sfumato.sampling.SampleListener;
import io.sfumato.sampling.SamplerChoice;
import io.sfumato.sampling.Seeds;
import io.sfumato.tensor.DType;
import io.sfumato.tensor.Device;
import io.sfumato.tensor.Draws;
import io.sfumato.tensor.Grad;
import io.sfumato.tensor.Placement;
import io.sfumato.tensor.Region;
import io.sfumato.tensor.Rng;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.TensorArchive;
import io.sfumato.tensor.TensorFiles;
import io.sfumato.tensor.Tensors;
import io.sfumato.tensor.WeightLayout;
import io.sfumato.tensor.testkit.NoLeaks;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Networks on another device than what they are told of. The device without numbers stands for any: libtorch refuses to mix its
 * tensors with those of main memory as it does with a graphics processor's.
 */
@ExtendWith(NoLeaks.class)
class OnADeviceTest {
    private static final Device ELSEWHERE = Device.META;

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
                "stable-diffusion-v1"
            })
    void everythingIsBroughtThere(String name) throws IOException {
        for (DType precision : new DType[] {DType.FLOAT32, DType.BFLOAT16, DType.FLOAT16}) {
            try (Model model = open(name, new Placement(ELSEWHERE, precision));
                    Region region = Region.open();
                    TensorArchive archive = TensorFiles.open(Golden.file(name, "io.safetensors"))) {
                Inputs inputs = new Inputs(folder, archive);
                Grad.off(() -> makesPictures(model, inputs));
                learns(model, inputs);
            }
        }
    }

    /** As a user opens them: weights are laid out, and the maps of both networks follow. */
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
                "stable-diffusion-v1"
            })
    void whatIsLaidOutIsBroughtThereToo(String name) throws IOException {
        for (InferencePrecision precision : List.of(InferencePrecision.BFLOAT16, InferencePrecision.FLOAT16)) {
            Arithmetic arithmetic = precision.on(ELSEWHERE);
            assertThat(arithmetic.fixed()).contains(WeightLayout.CHANNELS_LAST);
            try (Model model = open(name, arithmetic);
                    Region region = Region.open();
                    TensorArchive archive = TensorFiles.open(Golden.file(name, "io.safetensors"))) {
                assertThat(model.parts().unet().fixed()).contains(WeightLayout.CHANNELS_LAST);
                assertThat(model.parts().unet().parameters().values())
                        .as("all of them were taken over")
                        .noneMatch(weight -> weight.rank() == 4);
                assertThat(model.parts().firstStage().parameters().values()).noneMatch(weight -> weight.rank() == 4);
                Grad.off(() -> makesPictures(model, new Inputs(folder, archive)));
            }
        }
    }

    private Model open(String name, Placement compute) throws IOException {
        return open(name, Arithmetic.of(compute));
    }

    private Model open(String name, Arithmetic arithmetic) throws IOException {
        Path checkpoint = GoldenCheckpoint.write(name, folder);
        return Checkpoints.open(
                checkpoint,
                new CheckpointOptions(
                        Optional.of(Golden.file(name, "config.yaml")),
                        Optional.empty(),
                        CheckpointOptions.Words.TOKENIZED,
                        Weights.AUTO,
                        HeadRule.CONFIGURED),
                arithmetic);
    }

    /** A guided step of a stochastic sampler, to the pixels, and back from them. */
    private static void makesPictures(Model model, Inputs inputs) {
        LatentDiffusion diffusion = model.latentDiffusion();
        Tensor start = inputs.floats("x_T", 4, "unit noise").to(diffusion.device());
        Condition heard = condition(model, inputs, start.size(0));
        Tensor latents = SamplerChoice.parse("ddim")
                .build(diffusion.levels(), 2, OptionalDouble.of(1))
                .sample(
                        new ClassifierFree(3, heard).bind(diffusion.denoiser(), heard),
                        start,
                        Seeds.consecutive(1, (int) start.size(0)).fresh(),
                        SampleListener.NONE);
        assertThat(latents.placement()).isEqualTo(Placement.FLOAT32.on(ELSEWHERE));
        Pixels pixels = diffusion.firstStage().decode(new Latents(latents));
        assertThat(pixels.nchw().device()).isEqualTo(ELSEWHERE);
        Latents here = new Latents(Tensors.zeros(latents.shape(), Placement.FLOAT32));
        assertThat(diffusion.firstStage().decode(here).nchw().device()).isEqualTo(ELSEWHERE);
        Pixels seenHere = new Pixels(Tensors.zeros(pixels.nchw().shape(), Placement.FLOAT32));
        assertThat(diffusion.firstStage().code(seenHere).device()).isEqualTo(ELSEWHERE);
        try (Rng rng = Rng.seeded(2)) {
            Tensor encoded = diffusion.firstStage().encode(pixels, rng).nchw();
            assertThat(encoded.device()).isEqualTo(ELSEWHERE);
            assertThat(diffusion
                            .firstStage()
                            .encode(pixels, draws(rng, encoded))
                            .nchw()
                            .shape())
                    .isEqualTo(encoded.shape());
        }
    }

    /** The gradient of a loss with everything that may be in it. */
    private static void learns(Model model, Inputs inputs) {
        Tensor clean = inputs.floats("x_T", 4, "unit noise").to(ELSEWHERE);
        Preconditioning preconditioning = model.description().preconditioning();
        Tensor logVariances =
                Tensors.zeros(Shape.of(preconditioning.table().timesteps()), Placement.FLOAT32.on(ELSEWHERE));
        DenoisingLoss loss = new DenoisingLoss(
                new LossWeighting.MinSnr(5), Distance.L2, 0.1, new Uncertainty.Learned(logVariances.requireGrad()));
        try (Rng rng = Rng.seeded(3)) {
            loss.of(
                            new MixedPrecision(model.parts().unet(), model.compute()),
                            preconditioning,
                            Noising.PLAIN.of(clean, preconditioning.table(), draws(rng, clean)),
                            condition(model, inputs, clean.size(0)))
                    .backward();
        }
        assertThat(model.parts().unet().parameters().values())
                .allSatisfy(weight -> assertThat(weight.grad()).isNotNull());
        assertThat(logVariances.grad()).isNotNull();
    }

    private static Condition condition(Model model, Inputs inputs, long count) {
        return model.latentDiffusion()
                .conditioner()
                .encode(new CueInputs(inputs, count, "")
                        .read(model.description().conditioner()));
    }

    private static Draws draws(Rng rng, Tensor batch) {
        return Draws.consecutive(rng, 0, (int) batch.size(0));
    }
}

package io.sfumato.golden;

import static io.sfumato.tensor.testkit.TensorAssert.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sfumato.checkpoint.CheckpointOptions;
import io.sfumato.checkpoint.Checkpoints;
import io.sfumato.model.Model;
import io.sfumato.reference.HeadRule;
import io.sfumato.reference.Weights;
import io.sfumato.replay.Replay;
import io.sfumato.sampling.SampleListener;
import io.sfumato.sampling.SamplerChoice;
import io.sfumato.tensor.Placement;
import io.sfumato.tensor.Safetensors;
import io.sfumato.tensor.TensorArchive;
import io.sfumato.tensor.testkit.NoLeaks;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole runs against the reference: a configuration, a checkpoint and inputs in files; latents and pictures out. */
@ExtendWith(NoLeaks.class)
class RunsTest {
    private static final double WHOLE_RUN = 1e-3;

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
    void aRunEndsWithTheReferencesLatentsAndPictures(String name) throws IOException {
        JsonNode run =
                new ObjectMapper().readTree(Golden.file(name, "case.json").toFile());
        Path checkpoint = GoldenCheckpoint.write(name, folder);
        Path out = folder.resolve("out.safetensors");
        try (Model model = Checkpoints.open(checkpoint, options(name), Placement.FLOAT32)) {
            SamplerChoice sampler = SamplerChoice.parse(run.get("sampler").asText());
            int steps = run.get("steps").asInt();
            OptionalDouble eta = OptionalDouble.of(run.get("eta").asDouble());
            new Replay(
                            model,
                            sampler.build(model.latentDiffusion().levels(), steps, eta),
                            run.get("guidance_scale").asDouble())
                    .run(Golden.file(name, "io.safetensors"), out, SampleListener.NONE);
        }
        try (TensorArchive actual = Safetensors.open(out);
                Golden golden = Golden.open(name)) {
            assertThat(actual.names()).containsExactlyInAnyOrder("latent", "image");
            assertClose(actual.load("latent"), golden.get("expected.latent"), WHOLE_RUN);
            assertClose(actual.load("image"), golden.get("expected.image"), WHOLE_RUN);
        }
    }

    private static CheckpointOptions options(String name) {
        return new CheckpointOptions(
                Optional.of(Golden.file(name, "config.yaml")),
                Optional.empty(),
                CheckpointOptions.Words.TOKENIZED,
                Weights.AUTO,
                HeadRule.CONFIGURED);
    }
}

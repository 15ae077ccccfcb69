package io.sfumato.golden;

import static io.sfumato.tensor.testkit.TensorAssert.assertClose;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sfumato.checkpoint.CheckpointOptions;
import io.sfumato.checkpoint.Checkpoints;
import io.sfumato.diffusers.FolderWriter;
import io.sfumato.model.Model;
import io.sfumato.model.ModelParts;
import io.sfumato.model.Tokenizers;
import io.sfumato.nn.Init;
import io.sfumato.reference.HeadRule;
import io.sfumato.reference.ReferenceCheckpoint;
import io.sfumato.reference.ReferenceConfig;
import io.sfumato.reference.Weights;
import io.sfumato.replay.Replay;
import io.sfumato.sampling.SampleListener;
import io.sfumato.sampling.SamplerChoice;
import io.sfumato.tensor.Placement;
import io.sfumato.tensor.Region;
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

/** Whole runs of the reference's models, saved as diffusers saves them. */
@ExtendWith(NoLeaks.class)
class DiffusersRunsTest {
    private static final double WHOLE_RUN = 1e-3;

    private static final CheckpointOptions GIVEN_TOKENS = new CheckpointOptions(
            Optional.empty(), Optional.empty(), CheckpointOptions.Words.TOKENIZED, Weights.AUTO, HeadRule.CONFIGURED);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"unconditional-vq", "text-to-image", "super-resolution", "stable-diffusion-v1"})
    void aRunEndsWithTheReferencesLatentsAndPictures(String name) throws IOException {
        JsonNode run =
                new ObjectMapper().readTree(Golden.file(name, "case.json").toFile());
        Path out = folder.resolve("out.safetensors");
        try (Model model = Checkpoints.open(write(name), GIVEN_TOKENS, Placement.FLOAT32)) {
            SamplerChoice sampler = SamplerChoice.parse(run.get("sampler").asText());
            OptionalDouble eta = OptionalDouble.of(run.get("eta").asDouble());
            new Replay(
                            model,
                            sampler.build(
                                    model.latentDiffusion().levels(),
                                    run.get("steps").asInt(),
                                    eta),
                            run.get("guidance_scale").asDouble())
                    .run(Golden.file(name, "io.safetensors"), out, SampleListener.NONE);
        }
        try (TensorArchive actual = Safetensors.open(out);
                Golden golden = Golden.open(name)) {
            assertClose(actual.load("latent"), golden.get("expected.latent"), WHOLE_RUN);
            assertClose(actual.load("image"), golden.get("expected.image"), WHOLE_RUN);
        }
    }

    private Path write(String name) {
        ReferenceConfig.Diffusion config =
                (ReferenceConfig.Diffusion) ReferenceConfig.read(Golden.file(name, "config.yaml"), HeadRule.CONFIGURED);
        Path file = GoldenCheckpoint.write(name, folder);
        try (Region region = Region.open();
                TensorArchive archive = Safetensors.open(file)) {
            ReferenceCheckpoint checkpoint = new ReferenceCheckpoint(file, archive, config);
            try (ModelParts parts = ModelParts.build(
                    checkpoint.description(), new Init.Blank(Placement.FLOAT32), Tokenizers.NONE, Placement.FLOAT32)) {
                checkpoint.fill(parts, Weights.AUTO);
                return FolderWriter.write(folder.resolve("diffusers"), checkpoint.description(), parts);
            }
        }
    }
}

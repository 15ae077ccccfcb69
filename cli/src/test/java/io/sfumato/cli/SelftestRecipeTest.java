package io.sfumato.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sfumato.tensor.Region;
import io.sfumato.tensor.Safetensors;
import io.sfumato.tensor.TensorArchive;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code recipes/selftest.yaml} as a user carries it out. */
@Timeout(300)
class SelftestRecipeTest {
    private static final String RECIPE = "../recipes/selftest.yaml";

    @TempDir
    private Path folder;

    @Test
    void itTrainsBothStagesIsDoneWhenResumedAndMakesPictures() throws IOException {
        Path run = folder.resolve("run");
        Session trained = Session.of("train", RECIPE, "--output", run.toString());
        assertThat(trained.exitCode()).as(trained.err()).isZero();
        Path weights = run.resolve("checkpoints/last/model.safetensors");
        try (Region region = Region.open();
                TensorArchive archive = Safetensors.open(weights)) {
            assertThat(archive.names()).anyMatch(name -> name.startsWith("unet."));
        }
        byte[] before = Files.readAllBytes(weights);

        Session resumed = Session.of("train", "--resume", run.toString());
        assertThat(resumed.exitCode()).as(resumed.err()).isZero();
        assertThat(Files.readAllBytes(weights)).isEqualTo(before);

        Path picture = folder.resolve("picture.png");
        Session made = Session.of(
                "txt2img",
                "a large red circle, upper left",
                "--model",
                run.resolve("model").toString(),
                "-o",
                picture.toString());
        assertThat(made.exitCode()).as(made.err()).isZero();
        assertThat(picture).isNotEmptyFile();
    }

    @Test
    void aTrialTellsTheModelItsStepsMemoryAndTime() {
        Session tried = Session.of("train", RECIPE, "--dry-run");
        assertThat(tried.exitCode()).as(tried.err()).isZero();
        assertThat(tried.out())
                .startsWith("selftest\nparameters: first stage ")
                .contains(", U-Net ", "autoencoder ", "diffusion ", "memory: ", "time: about ");
    }
}

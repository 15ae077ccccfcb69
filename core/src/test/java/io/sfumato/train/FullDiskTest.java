package io.sfumato.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sfumato.model.ModelException;
import io.sfumato.tensor.ArchiveException;
import io.sfumato.tensor.testkit.NoLeaks;
import io.sfumato.train.loop.Session;
import io.sfumato.train.loop.Silent;
import io.sfumato.train.recipe.RecipeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written first goes to a device that is always full; so does everything where a disk is. */
@EnabledOnOs(OS.LINUX)
@ExtendWith(NoLeaks.class)
class FullDiskTest {
    @TempDir
    private static Path folder;

    private static Path recipe;
    private static Path whole;

    private final Path run = folder.resolve("run" + System.nanoTime());

    @BeforeAll
    static void trainWithRoomEnough() throws IOException {
        Path pictures = TinyTraining.writePictures(folder.resolve("pictures"), 2);
        recipe = Files.writeString(
                folder.resolve("tiny.yaml"),
                TinyTraining.recipe(pictures)
                        .replace("checkpoint_images: 40", "checkpoint_images: 4")
                        .replace("images: 80", "images: 8")
                        .replace("images: 60", "images: 8")
                        .replace("images: 32", "images: 8"));
        whole = folder.resolve("whole");
        TrainingRun.open(recipe, whole).train(Session.alone(new Silent()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "recipe.yaml",
                "first-stage/first_stage.json",
                "samples/autoencoder-000000008.png",
                "autoencoder-loss.png",
                "scaling.json",
                "model/model.safetensors"
            })
    void whatCannotBeWrittenIsNamedAndTheRunGoesOnOnceItCan(String file) throws IOException {
        Path part = run.resolve(file + ".part");
        Files.createDirectories(part.getParent());
        Files.createSymbolicLink(part, Path.of("/dev/full"));
        assertThatThrownBy(this::train)
                .isInstanceOfAny(RecipeException.class, ArchiveException.class, ModelException.class)
                .message()
                .doesNotContain("\n")
                .contains(" cannot be written: No space left on device");
        assertThat(Files.exists(part, LinkOption.NOFOLLOW_LINKS))
                .as("nothing half written is left")
                .isFalse();
        train();
        assertEndedAsTheWhole();
    }

    @Test
    void latentsThatFindNoRoomAreNamedAndTheRunGoesOnOnceTheyDo() throws IOException {
        Path growing = Files.createDirectories(run).resolve("latents.safetensors.writing");
        Files.createSymbolicLink(growing, Path.of("/dev/full"));
        assertThatThrownBy(this::train)
                .isInstanceOf(ArchiveException.class)
                .hasMessageContaining("latents.safetensors.writing cannot be written: No space left on device");
        assertThat(run.resolve("latents.safetensors")).doesNotExist();
        Files.delete(growing);
        train();
        assertEndedAsTheWhole();
    }

    @Test
    void aCheckpointThatCannotBeWrittenLeavesTheOneBefore() throws IOException {
        Path checkpoints = Files.createFile(Files.createDirectories(run).resolve("checkpoints"));
        assertThatThrownBy(this::train)
                .isInstanceOf(RecipeException.class)
                .hasMessageContaining("autoencoder-000000004 cannot be written: a file is where a folder should be")
                .hasMessageContaining("; there is no checkpoint yet. Once that is mended");
        Files.delete(checkpoints);
        train();
        assertEndedAsTheWhole();
    }

    private void train() {
        TrainingRun.open(recipe, run).train(Session.alone(new Silent()));
    }

    private void assertEndedAsTheWhole() throws IOException {
        for (String file : List.of(
                "checkpoints/last/state.json",
                "checkpoints/autoencoder-000000008/state.json",
                "latents.safetensors",
                "samples/autoencoder-000000008.png",
                "first-stage/first_stage.json",
                "model/model.safetensors")) {
            assertThat(Files.mismatch(run.resolve(file), whole.resolve(file)))
                    .as(file)
                    .isEqualTo(-1);
        }
    }
}

package io.sfumato.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sfumato.checkpoint.CheckpointOptions;
import io.sfumato.checkpoint.Checkpoints;
import io.sfumato.checkpoint.Conversion;
import io.sfumato.checkpoint.FileReport;
import io.sfumato.firststage.FirstStageSpec;
import io.sfumato.firststage.Remap;
import io.sfumato.firststage.UnknownIndex;
import io.sfumato.golden.FormulaWeights;
import io.sfumato.golden.Golden;
import io.sfumato.model.Model;
import io.sfumato.model.ModelException;
import io.sfumato.model.ModelFolder;
import io.sfumato.tensor.Placement;
import io.sfumato.tensor.Region;
import io.sfumato.tensor.Safetensors;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.Tensors;
import io.sfumato.tensor.testkit.NoLeaks;
import io.sfumato.tensor.testkit.NumpyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A codebook whose indices have other numbers, in the reference's configurations and checkpoints. */
@ExtendWith(NoLeaks.class)
class RemappedCodebookTest {
    private static final String USED = "first_stage_model.quantize.used";

    @TempDir
    private Path folder;

    /** The model of a golden case, with {@code more} said of its codebook of 64. */
    private Path config(String... more) throws IOException {
        String text = Files.readString(Golden.file("unconditional-vq", "config.yaml"));
        return Files.writeString(
                folder.resolve("model.yaml"),
                text.replace("n_embed: 64", "n_embed: 64\n        " + String.join("\n        ", more)));
    }

    private FirstStageSpec read(String... more) throws IOException {
        return ((ReferenceConfig.Diffusion) ReferenceConfig.read(config(more), HeadRule.CONFIGURED))
                .description()
                .firstStage();
    }

    private static Remap remap(FirstStageSpec spec) {
        return ((FirstStageSpec.RemappedVq) spec).remap();
    }

    /** Every tensor that the configuration describes, and the given list. */
    private Path checkpoint(Path config, long... used) {
        Path file = folder.resolve("model.safetensors");
        try (Region region = Region.open()) {
            Map<String, Shape> shapes = new LinkedHashMap<>(ReferenceConfig.read(config, HeadRule.CONFIGURED)
                    .stateDict()
                    .shapes());
            shapes.remove(USED);
            Map<String, Tensor> tensors = new LinkedHashMap<>(FormulaWeights.checkpoint(shapes));
            if (used.length > 0) {
                tensors.put(USED, Tensors.of(used, Shape.of(used.length)));
            }
            Safetensors.write(file, tensors, Map.of());
        }
        return file;
    }

    private Model open(Path checkpoint) {
        return Checkpoints.open(checkpoint, CheckpointOptions.NONE, Placement.FLOAT32);
    }

    @Test
    void theListIsReadFromTheFileBesideTheConfiguration() throws IOException {
        NumpyFile.write(folder.resolve("used.npy"), 5, 63, 0);
        FirstStageSpec spec = read("remap: used.npy", "unknown_index: extra", "sane_index_shape: true");
        assertThat(remap(spec)).isEqualTo(new Remap(List.of(5L, 63L, 0L), new UnknownIndex.Extra()));
        assertThat(ReferenceConfig.read(folder.resolve("model.yaml"), HeadRule.CONFIGURED)
                        .stateDict()
                        .shapes())
                .containsEntry(USED, Shape.of(3));
    }

    @Test
    void unknownEntriesGetRandomNumbersWhereNothingIsSaid() throws IOException {
        Path list = NumpyFile.write(folder.resolve("used.npy"), 5, 63, 0);
        assertThat(remap(read("remap: " + list)).unknown()).isEqualTo(new UnknownIndex.Random());
        assertThat(remap(read("remap: " + list, "unknown_index: 2")).unknown()).isEqualTo(new UnknownIndex.Fixed(2));
        assertThat(read("remap: null", "sane_index_shape: false")).isInstanceOf(FirstStageSpec.Vq.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "unknown_index: some | unknown_index is some, expected random, extra or a whole number",
                "unknown_index: 3 | unknown index is 3, expected 0 to 2",
                "sane_index_shape: 1 | sane_index_shape is 1, expected true or false",
                "n_embed: 6 | not valid YAML"
            })
    void whatCannotBeIsRefused(String more, String complaint) throws IOException {
        NumpyFile.write(folder.resolve("used.npy"), 5, 63, 0);
        assertThatThrownBy(() -> read("remap: used.npy", more))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("model.yaml")
                .hasMessageContaining(complaint);
    }

    @Test
    void aListThatDoesNotFitTheCodebookIsRefused() throws IOException {
        NumpyFile.write(folder.resolve("used.npy"), 5, 64);
        assertThatThrownBy(() -> read("remap: used.npy"))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("remap is used.npy")
                .hasMessageContaining("name 64, expected 0 to 63");
        Files.writeString(folder.resolve("used.npy"), "pickle");
        assertThatThrownBy(() -> read("remap: used.npy"))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("does not begin as NumPy's files do");
    }

    @Test
    void theListOfACheckpointCountsForMoreThanThatOfAFile() throws IOException {
        NumpyFile.write(folder.resolve("used.npy"), 5, 63, 0);
        Path checkpoint = checkpoint(config("remap: used.npy", "unknown_index: extra"), 7, 8);
        try (Model model = open(checkpoint)) {
            assertThat(remap(model.description().firstStage()))
                    .isEqualTo(new Remap(List.of(7L, 8L), new UnknownIndex.Extra()));
        }
    }

    @Test
    void aCheckpointNeedsNoFileAndItsModelFolderKeepsTheList() throws IOException {
        Path config = config("remap: nowhere.npy");
        Path checkpoint = checkpoint(config, 7, 8, 1);
        Remap expected = new Remap(List.of(7L, 8L, 1L), new UnknownIndex.Random());
        FileReport report = FileReport.of(checkpoint, Optional.of(ReferenceConfig.read(config, HeadRule.CONFIGURED)));
        assertThat(report.fit().orElseThrow().isExact()).isTrue();
        Conversion.run(checkpoint, CheckpointOptions.NONE, folder.resolve("converted"));
        try (Model model = ModelFolder.open(folder.resolve("converted"), Placement.FLOAT32)) {
            assertThat(remap(model.description().firstStage())).isEqualTo(expected);
        }
    }

    @Test
    void withoutAListAnywhereItIsRefused() throws IOException {
        Path checkpoint = checkpoint(config("remap: nowhere.npy"));
        assertThatThrownBy(() -> open(checkpoint).close())
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("has no " + USED + ", and the configuration's remap is not there either");
    }

    @Test
    void aListThatTheConfigurationDoesNotExpectIsRefused() throws IOException {
        Path checkpoint = checkpoint(config(), 7, 8);
        assertThatThrownBy(() -> open(checkpoint).close())
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("unexpected (" + USED + ")");
    }

    @Test
    void aCheckpointsListThatCannotBeIsRefused() throws IOException {
        Path config = config("remap: nowhere.npy");
        Path twice = checkpoint(config, 7, 7);
        assertThatThrownBy(() -> open(twice).close())
                .isInstanceOf(ModelException.class)
                .hasMessageContaining(USED)
                .hasMessageContaining("each once");
        Path long65 = checkpoint(config, new long[65]);
        assertThatThrownBy(() -> open(long65).close())
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("expected a list of at most 64 whole numbers");
    }
}

package io.sfumato.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sfumato.tensor.testkit.NoLeaks;
import io.sfumato.tensor.testkit.TorchFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Several files that an index makes one. What is refused is in {@link HostileCheckpointsTest}. */
@ExtendWith(NoLeaks.class)
class ShardedFileTest {
    @TempDir
    private Path folder;

    private Path index;

    @BeforeEach
    void writeThreeParts() throws IOException {
        Tensor half = Tensors.of(new double[] {0.5}, Shape.of(1)).to(DType.FLOAT16);
        Safetensors.write(
                folder.resolve("model-00001-of-00002.safetensors"),
                Map.of("half", half, "left out", half),
                Map.of("format", "pt"));
        Safetensors.write(
                folder.resolve("model-00002-of-00002.safetensors"),
                Map.of("ids", Tensors.of(new long[] {1, 2}, Shape.of(2))),
                Map.of());
        Files.write(folder.resolve("older.bin"), TorchFile.small().zip());
        index = folder.resolve("model.safetensors.index.json");
        Files.writeString(index, """
                {
                  "metadata": {"total_size": 4265380512, "format": "pt", "other": {"a": 1}},
                  "weight_map": {
                    "ids": "model-00002-of-00002.safetensors",
                    "half": "model-00001-of-00002.safetensors",
                    "weight": "older.bin"
                  }
                }
                """);
    }

    @Test
    void thePartsAreOneArchiveInTheOrderOfTheIndex() {
        try (TensorArchive archive = TensorFiles.open(index)) {
            assertThat(archive.names()).containsExactly("ids", "half", "weight");
            assertThat(archive.shape("ids")).isEqualTo(Shape.of(2));
            assertThat(archive.dtype("half")).isEqualTo(DType.FLOAT16);
            assertThat(archive.load("ids").toLongs()).containsExactly(1, 2);
            assertThat(archive.load("half", Placement.FLOAT32).item()).isEqualTo(0.5);
            Tensor target = Tensors.zeros(Shape.of(2, 3), Placement.FLOAT32);
            archive.copyInPlace("weight", target);
            assertThat(target.toDoubles()).containsExactly(1, 2, 3, 4, 5, 6);
        }
    }

    @Test
    void itsTensorsAreInItsPartsAndThoseOfAPartInItself() {
        Path first = folder.resolve("model-00001-of-00002.safetensors");
        assertThat(TensorFiles.holding(index))
                .containsExactly(
                        first, folder.resolve("model-00002-of-00002.safetensors"), folder.resolve("older.bin"));
        assertThat(TensorFiles.holding(first)).containsExactly(first);
    }

    @Test
    void plainNotesOfTheIndexAreShown() {
        try (TensorArchive archive = TensorFiles.open(index)) {
            assertThat(archive.metadata()).isEqualTo(Map.of("total_size", "4265380512", "format", "pt"));
        }
    }

    @Test
    void anUnknownNameIsToldWhatThereIs() {
        try (TensorArchive archive = TensorFiles.open(index)) {
            assertThat(archive.contains("left out")).isFalse();
            assertThatThrownBy(() -> archive.load("left out"))
                    .isInstanceOf(ArchiveException.class)
                    .hasMessageStartingWith(index.toString())
                    .hasMessageContaining("no tensor 'left out'")
                    .hasMessageContaining("3 tensors: [ids, half, weight]");
        }
    }
}

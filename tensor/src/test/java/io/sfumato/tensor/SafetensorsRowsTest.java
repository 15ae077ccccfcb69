package io.sfumato.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sfumato.tensor.SafetensorsRows.Blank;
import io.sfumato.tensor.SafetensorsRows.Column;
import io.sfumato.tensor.testkit.NoLeaks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(NoLeaks.class)
class SafetensorsRowsTest {
    private static final Map<String, String> NOTES = Map.of("of", "pictures", "by", "a test");

    @TempDir
    private Path folder;

    private static Map<String, Column> columns(long rows) {
        Map<String, Column> columns = new LinkedHashMap<>();
        columns.put("entries", new Column(DType.INT64, Shape.of(rows), Blank.MINUS_ONE));
        columns.put("means", new Column(DType.FLOAT32, Shape.of(rows, 2), Blank.ZERO));
        return columns;
    }

    private static Tensor pair() {
        return Tensors.of(new float[] {1, 2, 3, 4}, Shape.of(2, 2));
    }

    private static Tensor numbers(long... values) {
        return Tensors.of(values, Shape.of(values.length));
    }

    private SafetensorsRows open() {
        return SafetensorsRows.open(folder.resolve("rows"), columns(5), NOTES);
    }

    @Test
    void rowsAreWhereTheyWerePutAndOthersBlank() {
        try (SafetensorsRows rows = open()) {
            rows.put("means", 1, pair());
            rows.put("entries", 1, numbers(7, 9));
            rows.force();
        }
        try (TensorArchive archive = Safetensors.open(folder.resolve("rows"))) {
            assertThat(archive.metadata()).isEqualTo(NOTES);
            assertThat(archive.load("entries").toLongs()).containsExactly(-1, 7, 9, -1, -1);
            assertThat(archive.load("means").toDoubles()).containsExactly(0, 0, 1, 2, 3, 4, 0, 0, 0, 0);
        }
    }

    /** Nobody is to see whether a file was written at once or by rows. */
    @Test
    void aWholeFileIsTheOneThatIsWrittenAtOnce() throws IOException {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("entries", numbers(3, 4));
        tensors.put("means", pair());
        Path atOnce = folder.resolve("at-once");
        Safetensors.write(atOnce, tensors, NOTES);
        Path byRows = folder.resolve("by-rows");
        try (SafetensorsRows rows = SafetensorsRows.open(byRows, columns(2), NOTES)) {
            rows.put("means", 1, pair().narrow(0, 1, 1));
            rows.put("means", 0, pair().narrow(0, 0, 1));
            rows.put("entries", 0, numbers(3, 4));
        }
        assertThat(Files.mismatch(byRows, atOnce)).isEqualTo(-1);
    }

    @Test
    void aFileIsGoneOnWith() {
        try (SafetensorsRows rows = open()) {
            rows.put("entries", 0, numbers(7));
        }
        try (SafetensorsRows rows = open()) {
            rows.put("entries", 1, numbers(8));
        }
        try (TensorArchive archive = Safetensors.open(folder.resolve("rows"))) {
            assertThat(archive.load("entries").toLongs()).containsExactly(7, 8, -1, -1, -1);
        }
    }

    @Test
    void aFileOfAnythingElseIsMadeAnew() throws IOException {
        Path file = folder.resolve("rows");
        for (Runnable other : new Runnable[] {
            () -> write(file, columns(5), Map.of("of", "other pictures")),
            () -> write(file, columns(4), NOTES),
            () -> write(file, columns(50), NOTES),
            () -> cut(file),
        }) {
            other.run();
            open().close();
            try (TensorArchive archive = Safetensors.open(file)) {
                assertThat(archive.metadata()).isEqualTo(NOTES);
                assertThat(archive.load("entries").toLongs()).containsExactly(-1, -1, -1, -1, -1);
            }
        }
    }

    private static void write(Path file, Map<String, Column> columns, Map<String, String> notes) {
        try (SafetensorsRows rows = SafetensorsRows.open(file, columns, notes)) {
            rows.put("entries", 0, numbers(1, 2, 3));
        }
    }

    private static void cut(Path file) {
        write(file, columns(5), NOTES);
        try {
            Files.write(file, java.util.Arrays.copyOf(Files.readAllBytes(file), (int) Files.size(file) - 1));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void rowsThatDoNotFitAreRefused() {
        try (SafetensorsRows rows = open()) {
            assertThatThrownBy(() -> rows.put("means", 4, pair()))
                    .isInstanceOf(TensorException.class)
                    .hasMessageContaining("rows 4 to 6 of 'means' are [2, 2]");
            assertThatThrownBy(() -> rows.put("means", 0, numbers(1))).hasMessageContaining("expected rows of [5, 2]");
        }
    }

    @EnabledOnOs(OS.LINUX)
    @Test
    void aFullDiskIsSaidSo() throws IOException {
        Files.createSymbolicLink(folder.resolve("rows"), Path.of("/dev/full"));
        assertThatThrownBy(this::open)
                .isInstanceOf(ArchiveException.class)
                .hasMessageContaining("rows cannot be written: No space left on device");
    }
}

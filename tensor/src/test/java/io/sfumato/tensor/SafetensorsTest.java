package io.sfumato.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sfumato.tensor.testkit.NoLeaks;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(NoLeaks.class)
class SafetensorsTest {
    @TempDir
    private Path folder;

    private Path file() {
        return folder.resolve("some.safetensors");
    }

    private List<String> filesLeft() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    private static Tensor vector(double... values) {
        return Tensors.of(values, Shape.of(values.length));
    }

    @ParameterizedTest
    @EnumSource
    void everyElementTypeComesBackAsItWas(DType dtype) {
        Map<String, Tensor> written = new LinkedHashMap<>();
        written.put("matrix", vector(0, 1, 1, 0, 1, 1).reshape(2, 3).to(dtype));
        written.put("scalar", Tensors.of(new double[] {1}, Shape.of()).to(dtype));
        written.put("nothing", Tensors.zeros(Shape.of(0, 4), new Placement(Device.CPU, dtype)));
        written.put("turned", vector(0, 1, 1, 0, 1, 1).reshape(2, 3).to(dtype).transpose(0, 1));
        Safetensors.write(file(), written, Map.of());
        try (TensorArchive archive = Safetensors.open(file())) {
            assertThat(archive.names()).containsExactlyElementsOf(written.keySet());
            written.forEach((name, tensor) -> {
                assertThat(archive.shape(name)).isEqualTo(tensor.shape());
                assertThat(archive.dtype(name)).isEqualTo(dtype);
                Tensor loaded = archive.load(name);
                assertThat(loaded.dtype()).isEqualTo(dtype);
                assertThat(loaded.shape()).isEqualTo(tensor.shape());
                assertThat(loaded.toDoubles()).containsExactly(tensor.toDoubles());
            });
        }
    }

    @Test
    void extremeNumbersComeBackBitByBit() {
        double[] values = {Double.MIN_VALUE, -0.0, Double.NaN, Double.NEGATIVE_INFINITY, Math.PI};
        long[] integers = {Long.MIN_VALUE, Long.MAX_VALUE, -1};
        Safetensors.write(
                file(), Map.of("doubles", vector(values), "longs", Tensors.of(integers, Shape.of(3))), Map.of());
        try (TensorArchive archive = Safetensors.open(file())) {
            assertThat(archive.load("doubles").toDoubles()).containsExactly(values);
            assertThat(archive.load("longs").toLongs()).containsExactly(integers);
        }
    }

    @Test
    void notesAndNamesMayBeInAnyLanguage() {
        Map<String, String> notes = Map.of("who", "Zoë \"Q\"", "日本", "絵\n文字 🎨", "empty", "");
        Safetensors.write(file(), Map.of("größe.🎨", vector(7)), notes);
        try (TensorArchive archive = Safetensors.open(file())) {
            assertThat(archive.metadata()).isEqualTo(notes);
            assertThat(archive.contains("größe.🎨")).isTrue();
            assertThat(archive.load("größe.🎨").item()).isEqualTo(7);
        }
    }

    @Test
    void aFileMayHoldNothing() {
        Safetensors.write(file(), Map.of(), Map.of());
        try (TensorArchive archive = Safetensors.open(file())) {
            assertThat(archive.names()).isEmpty();
            assertThat(archive.metadata()).isEmpty();
        }
    }

    @Test
    void aTensorIsLoadedWhereItIsWanted() {
        Safetensors.write(file(), Map.of("x", vector(1.5, -2)), Map.of());
        try (TensorArchive archive = Safetensors.open(file())) {
            Tensor loaded = archive.load("x", Placement.BFLOAT16);
            assertThat(loaded.placement()).isEqualTo(Placement.BFLOAT16);
            assertThat(loaded.toDoubles()).containsExactly(1.5, -2);
        }
    }

    @Test
    void whatWasLoadedLivesLongerThanTheArchive() {
        Safetensors.write(file(), Map.of("x", vector(1, 2)), Map.of());
        Tensor loaded;
        try (TensorArchive archive = Safetensors.open(file())) {
            loaded = archive.load("x");
        }
        assertThat(loaded.toDoubles()).containsExactly(1, 2);
    }

    /** The whole file, byte by byte: what other programs read. */
    @Test
    void theLayoutIsThatOfTheFormat() throws IOException {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("b", vector(1, -2).to(DType.FLOAT32));
        tensors.put("a", Tensors.of(new long[] {258}, Shape.of()));
        Safetensors.write(file(), tensors, Map.of("k", "v"));
        String json = "{\"__metadata__\":{\"k\":\"v\"},"
                + "\"b\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},"
                + "\"a\":{\"dtype\":\"I64\",\"shape\":[],\"data_offsets\":[8,16]}}";
        int padded = (json.length() + 7) / 8 * 8;
        ByteBuffer expected = ByteBuffer.allocate(8 + padded + 16).order(ByteOrder.LITTLE_ENDIAN);
        expected.putLong(padded);
        expected.put((json + " ".repeat(padded - json.length())).getBytes(StandardCharsets.US_ASCII));
        expected.putFloat(1).putFloat(-2).putLong(258);
        assertThat(Files.readAllBytes(file())).containsExactly(expected.array());
    }

    @Test
    void theDataBeginsAtAMultipleOfEight() throws IOException {
        for (int length = 1; length <= 8; length++) {
            Safetensors.write(file(), Map.of("x".repeat(length), vector(1)), Map.of());
            long header = ByteBuffer.wrap(Files.readAllBytes(file()))
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .getLong();
            assertThat(header % 8).isZero();
            assertThat(Files.size(file())).isEqualTo(8 + header + 8);
        }
    }

    @Test
    void theSameTensorsAreTheSameBytes() throws IOException {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (String name : List.of("z", "a", "m", "b")) {
            tensors.put(name, vector(1, 2, 3));
        }
        Safetensors.write(file(), tensors, Map.of("k", "v"));
        byte[] first = Files.readAllBytes(file());
        Safetensors.write(file(), tensors, Map.of("k", "v"));
        assertThat(Files.readAllBytes(file())).containsExactly(first);
    }

    @Test
    void notesAreInTheOrderOfTheirNames() throws IOException {
        Map<String, String> notes = new LinkedHashMap<>();
        List.of("m", "z", "a", "q").forEach(name -> notes.put(name, name + name));
        Safetensors.write(file(), Map.of(), notes);
        assertThat(Files.readString(file(), StandardCharsets.ISO_8859_1))
                .contains("{\"a\":\"aa\",\"m\":\"mm\",\"q\":\"qq\",\"z\":\"zz\"}");
    }

    @Test
    void aNewFileTakesThePlaceOfTheOld() throws IOException {
        Files.writeString(
                folder.resolve("some.safetensors.part"), "left by a crash, and longer than the new file".repeat(9));
        Safetensors.write(file(), Map.of("x", vector(1, 2, 3)), Map.of());
        Safetensors.write(file(), Map.of("x", vector(4)), Map.of());
        assertThat(filesLeft()).containsExactly("some.safetensors");
        try (TensorArchive archive = Safetensors.open(file())) {
            assertThat(archive.load("x").toDoubles()).containsExactly(4);
        }
    }

    @Test
    void aFailedWriteLeavesTheOldFileAndNothingElse() throws IOException {
        Safetensors.write(file(), Map.of("x", vector(1)), Map.of());
        byte[] before = Files.readAllBytes(file());
        Tensor closed = Region.computing(() -> vector(2));
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("x", vector(2));
        tensors.put("y", closed);
        assertThatThrownBy(() -> Safetensors.write(file(), tensors, Map.of())).isInstanceOf(TensorException.class);
        assertThat(filesLeft()).containsExactly("some.safetensors");
        assertThat(Files.readAllBytes(file())).containsExactly(before);
    }

    @Test
    void aFolderThatIsMissingOrInTheWayIsSaidSo() throws IOException {
        Map<String, Tensor> tensors = Map.of("x", vector(1));
        Path missing = folder.resolve("missing").resolve("x.safetensors");
        assertThatThrownBy(() -> Safetensors.write(missing, tensors, Map.of()))
                .isInstanceOf(ArchiveException.class)
                .hasMessageContaining(missing.toString())
                .hasMessageContaining("cannot be written");
        Files.createDirectories(file().resolve("inside"));
        assertThatThrownBy(() -> Safetensors.write(file(), tensors, Map.of())).isInstanceOf(ArchiveException.class);
        assertThat(filesLeft()).containsExactly("some.safetensors");
    }

    @Test
    void anUnknownNameIsToldWhatThereIs() {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (int i = 0; i < 20; i++) {
            tensors.put("layer." + i, vector(i));
        }
        Safetensors.write(file(), tensors, Map.of());
        try (TensorArchive archive = Safetensors.open(file())) {
            assertThat(archive.contains("layer.x")).isFalse();
            assertThatThrownBy(() -> archive.load("layer.x"))
                    .isInstanceOf(ArchiveException.class)
                    .hasMessageContaining(file().toString())
                    .hasMessageContaining("no tensor 'layer.x'")
                    .hasMessageContaining("20 tensors")
                    .hasMessageContaining("layer.0, layer.1")
                    .hasMessageNotContaining("layer.19");
            assertThatThrownBy(() -> archive.shape("y")).isInstanceOf(ArchiveException.class);
            assertThatThrownBy(() -> archive.dtype("y")).isInstanceOf(ArchiveException.class);
        }
    }

    @Test
    void aFileThatShrinksWhileItIsOpenIsSaidSo() throws IOException {
        Safetensors.write(file(), Map.of("x", vector(1, 2, 3)), Map.of());
        try (TensorArchive archive = Safetensors.open(file())) {
            byte[] whole = Files.readAllBytes(file());
            Files.write(file(), Arrays.copyOf(whole, whole.length - 8));
            assertThatThrownBy(() -> archive.load("x"))
                    .isInstanceOf(ArchiveException.class)
                    .hasMessageContaining("tensor 'x' cannot be read");
        }
    }

    /** 0x80 is also how a pickle begins, and the next byte its version. */
    @Test
    void aHeaderWhoseLengthBeginsLikeAPickleIsThatOfSafetensors(@TempDir Path elsewhere) throws IOException {
        Path file = elsewhere.resolve("long.safetensors");
        byte[] bytes = new byte[8 + 0x480];
        Arrays.fill(bytes, (byte) ' ');
        ByteBuffer.wrap(bytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(0x480)
                .put((byte) '{')
                .put((byte) '}');
        Files.write(file, bytes);
        try (TensorArchive archive = TensorFiles.open(file)) {
            assertThat(archive.names()).isEmpty();
        }
    }
}

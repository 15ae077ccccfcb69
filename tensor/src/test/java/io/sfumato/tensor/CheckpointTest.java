package io.sfumato.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sfumato.tensor.testkit.NoLeaks;
import io.sfumato.tensor.testkit.PickleWriter;
import io.sfumato.tensor.testkit.SparseZip;
import io.sfumato.tensor.testkit.TorchFile;
import io.sfumato.tensor.testkit.TorchFile.Storage;
import io.sfumato.tensor.testkit.TorchFile.View;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** PyTorch's checkpoints of both formats. */
@ExtendWith(NoLeaks.class)
class CheckpointTest {

    /** The two formats of {@code torch.save}. */
    private enum Format {
        ZIP,
        LEGACY;

        byte[] write(TorchFile file) {
            return this == ZIP ? file.zip() : file.legacy();
        }
    }

    @TempDir
    private Path folder;

    private TensorArchive open(byte[] bytes) {
        try {
            return TensorFiles.open(Files.write(folder.resolve("some.file"), bytes));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private TensorArchive open(Format format, TorchFile file) {
        return open(format.write(file));
    }

    // ---- the numbers -----------------------------------------------------------------------------------------------

    @ParameterizedTest
    @CsvSource({
        "FloatStorage,    FLOAT32,  0000c03f 000000c0, 1.5,   -2",
        "DoubleStorage,   FLOAT64,  000000000000f83f 00000000000000c0, 1.5, -2",
        "HalfStorage,     FLOAT16,  003e 00c0, 1.5, -2",
        "BFloat16Storage, BFLOAT16, c03f 00c0, 1.5, -2",
        "LongStorage,     INT64,    0000000002000000 ffffffffffffffff, 8589934592, -1",
        "IntStorage,      INT32,    00000100 feffffff, 65536, -2",
        "ShortStorage,    INT16,    0001 feff, 256, -2",
        "CharStorage,     INT8,     7f 80, 127, -128",
        "ByteStorage,     UINT8,    00 ff, 0, 255",
        "BoolStorage,     BOOL,     00 01, 0, 1"
    })
    void everyElementTypeIsReadFromBothFormats(String type, DType dtype, String hex, double first, double second) {
        byte[] data = HexFormat.of().parseHex(hex.replace(" ", ""));
        TorchFile file =
                new TorchFile().storage("0", new Storage(type, 2, data)).tensor("x", "0", View.of(2L));
        for (Format format : Format.values()) {
            try (TensorArchive archive = open(format, file)) {
                assertThat(archive.dtype("x")).isEqualTo(dtype);
                assertThat(archive.shape("x")).isEqualTo(Shape.of(2));
                assertThat(archive.load("x").dtype()).isEqualTo(dtype);
                assertThat(archive.load("x").toDoubles()).containsExactly(first, second);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void tensorsMayShareAStorageAndSeeItInAnyOrder(Format format) {
        TorchFile file = new TorchFile()
                .storage("a", Storage.floats(1, 2, 3, 4, 5, 6))
                .storage("b", Storage.floats(7))
                .tensor("rows", "a", View.of(2L, 3L))
                .tensor("columns", "a", new View(0, List.of(3L, 2L), List.of(1L, 3L)))
                .tensor("other", "b", View.of(1L))
                .tensor("tail", "a", new View(4, List.of(2L), List.of(1L)))
                .tensor("every second", "a", new View(1, List.of(3L), List.of(2L)))
                .tensor("repeated", "b", new View(0, List.of(2L, 2L), List.of(0L, 0L)))
                .tensor("overlapping", "a", new View(0, List.of(2L, 2L), List.of(1L, 1L)))
                .tensor("scalar", "a", new View(5, List.of(), List.of()))
                .tensor("nothing", "a", new View(6, List.of(0L, 4L), List.of(4L, 1L)));
        try (TensorArchive archive = open(format, file)) {
            assertThat(archive.names())
                    .containsExactly(
                            "rows",
                            "columns",
                            "other",
                            "tail",
                            "every second",
                            "repeated",
                            "overlapping",
                            "scalar",
                            "nothing");
            assertThat(archive.load("rows").toDoubles()).containsExactly(1, 2, 3, 4, 5, 6);
            assertThat(archive.load("columns").toDoubles()).containsExactly(1, 4, 2, 5, 3, 6);
            assertThat(archive.load("other").toDoubles()).containsExactly(7);
            assertThat(archive.load("tail").toDoubles()).containsExactly(5, 6);
            assertThat(archive.load("every second").toDoubles()).containsExactly(2, 4, 6);
            assertThat(archive.load("repeated").toDoubles()).containsExactly(7, 7, 7, 7);
            assertThat(archive.load("overlapping").toDoubles()).containsExactly(1, 2, 2, 3);
            assertThat(archive.load("scalar").item()).isEqualTo(6);
            assertThat(archive.load("scalar").shape()).isEqualTo(Shape.of());
            assertThat(archive.load("nothing").shape()).isEqualTo(Shape.of(0, 4));
        }
    }

    /** The older format aligns nothing, and a name has any length. */
    @Test
    void numbersMayLieAtAnyByte() {
        for (int length = 1; length <= 8; length++) {
            String name = "n".repeat(length);
            TorchFile file = new TorchFile()
                    .storage("0", Storage.bytes(9))
                    .storage("1", Storage.floats(1, 2, 3, 4, 5, 6))
                    .tensor("byte", "0", View.of(1L))
                    .tensor(name, "1", new View(0, List.of(3L, 2L), List.of(1L, 3L)));
            for (Format format : Format.values()) {
                try (TensorArchive archive = open(format, file)) {
                    assertThat(archive.load(name, Placement.BFLOAT16).toDoubles())
                            .containsExactly(1, 4, 2, 5, 3, 6);
                }
            }
        }
    }

    @Test
    void whatWasLoadedLivesLongerThanTheArchive() {
        Tensor loaded;
        try (TensorArchive archive = open(Format.ZIP, TorchFile.small())) {
            loaded = archive.load("weight");
        }
        assertThat(loaded.toDoubles()).containsExactly(1, 2, 3, 4, 5, 6);
    }

    // ---- the pickle ------------------------------------------------------------------------------------------------

    @Test
    void ofLightningTheStateDictIsShownAndPlainValuesAreNotes() {
        try (TensorArchive archive =
                open(TorchFile.small().zip(TorchFile.small().lightningPickle()))) {
            assertThat(archive.names()).containsExactly("weight");
            assertThat(archive.metadata())
                    .isEqualTo(Map.of(
                            "epoch", "3", "global_step", "1234", "pytorch-lightning_version", "1.4.2", "lr", "0.0"));
        }
    }

    /** Pickled by Python itself; the protocols differ in how they write names, memory and bytes. */
    @ParameterizedTest
    @CsvSource({"2", "3", "4", "5"})
    void whatPythonPickledIsRead(int protocol) throws IOException {
        byte[] pickle;
        try (InputStream resource = getClass().getResourceAsStream("pickle/python-" + protocol + ".pkl")) {
            pickle = Objects.requireNonNull(resource).readAllBytes();
        }
        try (TensorArchive archive = open(TorchFile.small().zip(pickle))) {
            assertThat(archive.names()).containsExactly("weight", "bias");
            assertThat(archive.load("weight").shape()).isEqualTo(Shape.of(2, 3));
            assertThat(archive.load("bias").toDoubles()).containsExactly(4, 5, 6);
            assertThat(archive.metadata())
                    .containsEntry("global_step", "470000")
                    .containsEntry("ema", "true")
                    .containsEntry("lr", "1.0E-4")
                    .containsEntry("big", "1099511627776");
        }
    }

    @ParameterizedTest
    @CsvSource({"state_dict", "model", "module", "model_state_dict"})
    void theWeightsMayBeInADictOfTheDict(String place) {
        byte[] pickle = PickleWriter.begin()
                .dict(top -> small(top.text(place).code('}').text("weight"))
                        .code('s')
                        .text("step")
                        .number(7))
                .stop();
        try (TensorArchive archive = open(TorchFile.small().zip(pickle))) {
            assertThat(archive.names()).containsExactly("weight");
            assertThat(archive.metadata()).containsExactly(Map.entry("step", "7"));
        }
    }

    private static PickleWriter small(PickleWriter pickle) {
        return TorchFile.tensor(pickle, View.of(2L, 3L), id -> id.tuple(parts -> parts.text("storage")
                        .global("torch.FloatStorage")
                        .text("0")
                        .text("cpu")
                        .number(6))
                .code('Q'));
    }

    @Test
    void tensorsThatAreNotShownNeedNotFitTheirStorage() {
        byte[] pickle = PickleWriter.begin()
                .dict(top -> {
                    small(top.text("weight"));
                    TorchFile.tensor(top.text("optimizer").code('}').text("moment"), View.of(99L), id -> id.tuple(
                                    parts -> parts.text("storage")
                                            .global("torch.FloatStorage")
                                            .text("missing")
                                            .text("cpu")
                                            .number(99))
                            .code('Q'));
                    return top.code('s');
                })
                .stop();
        try (TensorArchive archive = open(TorchFile.small().zip(pickle))) {
            assertThat(archive.names()).containsExactly("weight");
        }
    }

    // ---- the ZIP file ----------------------------------------------------------------------------------------------

    @ParameterizedTest
    @CsvSource({"archive", "some..model", "größe 絵", "a b"})
    void theFolderInTheZipHasTheNameOfTheFileThatWasSaved(String name) {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put(name + "/", new byte[0]);
        entries.put(name + "/data/0", Storage.floats(1, 2, 3, 4, 5, 6).data());
        entries.put(name + "/.data/serialization_id", "123".getBytes(StandardCharsets.US_ASCII));
        entries.put(name + "/data.pkl", TorchFile.small().pickle());
        try (TensorArchive archive = open(TorchFile.zip(entries))) {
            assertThat(archive.load("weight").toDoubles()).containsExactly(1, 2, 3, 4, 5, 6);
        }
    }

    /** Offsets, sizes and strides of more than 32 bits, in a file that takes no room on disk. */
    @Test
    void filesOfMoreThanFourGigabytesAreRead() throws IOException {
        long size = 9L << 29;
        byte[] pickle = new TorchFile()
                .storage("0", new Storage("ByteStorage", size, new byte[0]))
                .storage("1", Storage.floats(1, 2, 3, 4, 5, 6))
                .tensor("end", "0", new View(size - 3, List.of(3L), List.of(1L)))
                .tensor("both ends", "0", new View(0, List.of(2L), List.of(size - 1)))
                .tensor("weight", "1", View.of(6L))
                .pickle();
        Path file = folder.resolve("large.ckpt");
        try (SparseZip zip = new SparseZip(file)) {
            zip.entry("large/data.pkl", pickle, pickle.length);
            zip.entry("large/data/0", new byte[] {7, 8, 9}, size);
            zip.entry("large/data/1", Storage.floats(1, 2, 3, 4, 5, 6).data(), 24);
        }
        try (TensorArchive archive = TensorFiles.open(file)) {
            assertThat(archive.load("end").toDoubles()).containsExactly(7, 8, 9);
            assertThat(archive.load("both ends").toDoubles()).containsExactly(0, 9);
            assertThat(archive.load("weight").toDoubles()).containsExactly(1, 2, 3, 4, 5, 6);
        }
    }

    // ---- into memory that is there ---------------------------------------------------------------------------------

    @ParameterizedTest
    @EnumSource
    void aTensorIsCopiedIntoMemoryOfAnyOrderAndPrecision(Format format) {
        try (TensorArchive archive = open(format, TorchFile.small())) {
            Tensor turned = Tensors.zeros(Shape.of(3, 2), Placement.BFLOAT16).transpose(0, 1);
            archive.copyInPlace("weight", turned);
            assertThat(turned.toDoubles()).containsExactly(1, 2, 3, 4, 5, 6);
            assertThat(turned.dtype()).isEqualTo(DType.BFLOAT16);
            assertThatThrownBy(() -> archive.copyInPlace("weight", Tensors.zeros(Shape.of(3), Placement.FLOAT32)))
                    .isInstanceOf(ArchiveException.class)
                    .hasMessageContaining("tensor 'weight' is [2, 3], it is asked to fill one of [3]");
        }
    }

    @Test
    void aParameterIsFilledWhileNothingIsRecorded() {
        try (TensorArchive archive = open(Format.ZIP, TorchFile.small())) {
            Tensor parameter = Tensors.zeros(Shape.of(2, 3), Placement.FLOAT32).requireGrad();
            Grad.off(() -> archive.copyInPlace("weight", parameter));
            assertThat(parameter.toDoubles()).containsExactly(1, 2, 3, 4, 5, 6);
            assertThat(parameter.requiresGrad()).isTrue();
        }
    }
}

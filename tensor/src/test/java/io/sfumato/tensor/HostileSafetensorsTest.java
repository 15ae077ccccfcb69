package io.sfumato.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sfumato.tensor.testkit.NoLeaks;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that were damaged, cut, or made to do harm. */
@ExtendWith(NoLeaks.class)
class HostileSafetensorsTest {
    private static final String GOOD = "{\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}";

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void nameTheFile() {
        file = folder.resolve("hostile.safetensors");
    }

    private void write(String header, int dataBytes) {
        write(header.getBytes(StandardCharsets.UTF_8), dataBytes);
    }

    private void write(byte[] header, int dataBytes) {
        writeDeclaring(header.length, header, dataBytes);
    }

    private void writeDeclaring(long length, byte[] header, int dataBytes) {
        ByteBuffer bytes = ByteBuffer.allocate(8 + header.length + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(length).put(header);
        try {
            Files.write(file, bytes.array());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String tensor(String dtype, String shape, String offsets) {
        return "{\"dtype\":" + dtype + ",\"shape\":" + shape + ",\"data_offsets\":" + offsets + "}";
    }

    /** Every complaint is one line, of a length that one can read, and names the file. */
    private AbstractThrowableAssert<?, ? extends Throwable> assertRefused() {
        return assertThatThrownBy(() -> Safetensors.open(file).close())
                .isInstanceOf(ArchiveException.class)
                .hasMessageStartingWith(file.toString())
                .satisfies(e -> {
                    assertThat(e.getMessage()).hasSizeLessThan(file.toString().length() + 400);
                    assertThat(e.getMessage()
                                    .chars()
                                    .filter(Character::isISOControl)
                                    .count())
                            .isZero();
                });
    }

    @Test
    void theFileThatTheOthersAreMadeOfIsGood() {
        write(GOOD, 8);
        try (TensorArchive archive = Safetensors.open(file)) {
            assertThat(archive.load("x").toDoubles()).containsExactly(0, 0);
        }
    }

    @Test
    void aFileCutAnywhereIsRefused() throws IOException {
        write(GOOD, 8);
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertRefused();
        }
    }

    @Test
    void aFileWithBytesAfterItsEndIsRefused() {
        write(GOOD, 9);
        assertRefused().hasMessageContaining("end at byte 8").hasMessageContaining("the data at 9");
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, Long.MIN_VALUE, 0, 1, 99_000_000, 100_000_001, Long.MAX_VALUE, Long.MAX_VALUE - 8})
    void aHeaderOfImpossibleLengthIsRefused(long length) {
        writeDeclaring(length, GOOD.getBytes(StandardCharsets.UTF_8), 8);
        assertRefused().hasMessageContaining(Long.toString(length));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "not json",
                "[]",
                "\"text\"",
                "null",
                "        ",
                "{\"x\":",
                "{} {}",
                "{}trailing",
                "{\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8],}}",
                "{'x':1}"
            })
    void aHeaderThatIsNotAJsonObjectIsRefused(String header) {
        write(header, 0);
        assertRefused().hasMessageContaining("header");
    }

    @Test
    void aHeaderThatIsNotTextIsRefused() {
        write(new byte[] {'{', '"', (byte) 0xff, (byte) 0xfe, '"', ':', '1', '}'}, 0);
        assertRefused();
        write(new byte[64], 0);
        assertRefused();
        byte[] cut = GOOD.getBytes(StandardCharsets.UTF_8);
        cut[20] = 0;
        write(cut, 8);
        assertRefused();
    }

    @Test
    void aHeaderNestedWithoutEndIsRefused() {
        write("{\"x\":" + "[".repeat(100_000), 0);
        assertRefused().hasMessageContaining("header");
    }

    @Test
    void aNameGivenTwiceIsRefused() {
        String x = "\"x\":" + tensor("\"F32\"", "[2]", "[0,8]");
        write("{" + x + "," + x + "}", 8);
        assertRefused().hasMessageContaining("x");
        write("{\"x\":{\"dtype\":\"F32\",\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}", 8);
        assertRefused().hasMessageContaining("dtype");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"F8_E4M3\" | [8]   | [0,8] | F8_E4M3",
                "\"f32\"     | [2]   | [0,8] | f32",
                "\"\"        | [2]   | [0,8] | expected one of",
                "4           | [2]   | [0,8] | expected one of",
                "null        | [2]   | [0,8] | expected one of",
                "\"F32\"     | [-2]  | [0,8] | -2",
                "\"F32\"     | [-2,-1] | [0,8] | -2",
                "\"F32\"     | [2.0] | [0,8] | 2.0",
                "\"F32\"     | [\"2\"] | [0,8] | \"2\"",
                "\"F32\"     | [null] | [0,8] | null",
                "\"F32\"     | [[2]] | [0,8] | [2]",
                "\"F32\"     | 2     | [0,8] | needs a shape",
                "\"F32\"     | null  | [0,8] | needs a shape",
                "\"F32\"     | {}    | [0,8] | needs a shape",
                "\"F32\"     | [18446744073709551618] | [0,8] | 18446744073709551618",
                "\"F32\"     | [4611686018427387904,4] | [0,8] | too large",
                "\"F32\"     | [4611686018427387904] | [0,8] | too large",
                "\"F32\"     | [4294967296,4294967296,0] | [0,8] | too large",
                "\"F32\"     | [3]   | [0,8] | needs 12 bytes",
                "\"F32\"     | [1]   | [0,8] | needs 4 bytes",
                "\"F32\"     | [0]   | [0,8] | needs 0 bytes",
                "\"F32\"     | []    | [0,8] | needs 4 bytes",
                "\"BF16\"    | [2]   | [0,8] | needs 4 bytes",
                "\"F32\"     | [1099511627776] | [0,8] | needs 4398046511104 bytes",
                "\"F32\"     | [1099511627776] | [0,4398046511104] | holds 8 bytes",
                "\"F32\"     | [2]   | [8,0] | bytes 8 to 0",
                "\"F32\"     | [2]   | [-8,0] | bytes -8 to 0",
                "\"F32\"     | [2]   | [8,16] | holds 8 bytes",
                "\"F32\"     | [1]   | [4,8] | leave a gap",
                "\"F32\"     | [2]   | [0] | data_offsets",
                "\"F32\"     | [2]   | [0,8,8] | data_offsets",
                "\"F32\"     | [2]   | [0,8.5] | data_offsets",
                "\"F32\"     | [2]   | [\"0\",8] | data_offsets",
                "\"F32\"     | [2]   | {} | data_offsets",
                "\"F32\"     | [2]   | null | data_offsets",
                "\"F32\"     | [2]   | [18446744073709551616,8] | data_offsets",
                "\"F32\"     | [2]   | [0,18446744073709551624] | data_offsets",
            })
    void aTensorThatContradictsItselfOrTheFileIsRefused(String dtype, String shape, String offsets, String complaint) {
        write("{\"some.weight\":" + tensor(dtype, shape, offsets) + "}", 8);
        assertRefused().hasMessageContaining("'some.weight'").hasMessageContaining(complaint);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"x\":5}", "{\"x\":null}", "{\"x\":[]}", "{\"x\":{}}", "{\"x\":\"F32\"}"})
    void anEntryThatDescribesNoTensorIsRefused(String header) {
        write(header, 8);
        assertRefused().hasMessageContaining("'x'");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[0,8] | [0,8]  | 8  | overlap",
                "[0,8] | [4,12] | 12 | overlap",
                "[4,12] | [0,8] | 12 | overlap",
                "[0,8] | [12,20] | 20 | gap",
                "[8,16] | [16,24] | 24 | gap",
            })
    void tensorsMayNeitherOverlapNorLeaveGaps(String first, String second, int dataBytes, String complaint) {
        write(
                "{\"a\":" + tensor("\"F32\"", "[2]", first) + ",\"b\":" + tensor("\"F32\"", "[2]", second) + "}",
                dataBytes);
        assertRefused().hasMessageContaining(complaint);
    }

    @Test
    void emptyTensorsTakeNoRoomAndTheOrderOfTheHeaderIsFree() {
        write(
                "{\"late\":" + tensor("\"F32\"", "[1]", "[4,8]") + ",\"none\":" + tensor("\"F32\"", "[3,0]", "[4,4]")
                        + ",\"early\":" + tensor("\"F32\"", "[1]", "[0,4]") + "}",
                8);
        try (TensorArchive archive = Safetensors.open(file)) {
            assertThat(archive.names()).containsExactly("late", "none", "early");
            assertThat(archive.load("none").shape()).isEqualTo(Shape.of(3, 0));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "[]", "{\"k\":5}", "{\"k\":{}}", "{\"k\":null}"})
    void notesThatAreNotTextAreRefused(String notes) {
        write("{\"__metadata__\":" + notes + "}", 0);
        assertRefused().hasMessageContaining("__metadata__");
    }

    /** A name may not write to the terminal, nor fill it. */
    @Test
    void namesAreShownWithoutControlCharactersAndCutToALine() {
        write("{\"line\\nbreak\\u001b[31m\":" + tensor("\"F31\"", "[2]", "[0,8]") + "}", 8);
        assertRefused().hasMessageContaining("break").hasMessageContaining("F31");
        String name = "n".repeat(40_000);
        write("{\"" + name + "\":" + tensor("\"F32\"", "[3]", "[0,8]") + "}", 8);
        assertRefused();
        write("{\"x\":" + tensor("\"" + name + "\"", "[2]", "[0,8]") + "}", 8);
        assertRefused();
        write("{\"x\":" + tensor("\"F32\"", "[\"" + name + "\"]", "[0,8]") + "}", 8);
        assertRefused();
        write("{\"x\":" + tensor("\"F32\"", "[2]", "\"" + name + "\\n\"") + "}", 8);
        assertRefused();
        write("{\"" + name + "\":1,\"" + name + "\":1}", 0);
        assertRefused();
        write("{\"x\":" + tensor("\"F32\"", "[" + "1,".repeat(10_000) + "3]", "[0,8]") + "}", 8);
        assertRefused();
    }

    @Test
    void whatIsNotAFileIsRefused() throws IOException {
        assertRefused().hasMessageContaining("no such file");
        Files.createDirectory(file);
        assertRefused().hasMessageContaining("cannot be read");
    }

    @Test
    void aRefusedFileIsNotHeldOpen() throws IOException {
        Path open = Path.of("/proc/self/fd");
        assumeTrue(Files.isDirectory(open), "only Linux tells which files are open");
        write("not json", 0);
        for (int i = 0; i < 3; i++) {
            assertRefused();
        }
        try (var handles = Files.list(open)) {
            List<Path> held = handles.filter(handle -> leadsTo(handle, file)).toList();
            assertThat(held).isEmpty();
        }
    }

    private static boolean leadsTo(Path handle, Path file) {
        try {
            return Files.readSymbolicLink(handle).equals(file.toRealPath());
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void anArchiveOfOtherToolsWithPaddingIsRead() {
        write(GOOD + "   ", 8);
        try (TensorArchive archive = Safetensors.open(file)) {
            assertThat(archive.metadata()).isEqualTo(Map.of());
            assertThat(archive.shape("x")).isEqualTo(Shape.of(2));
        }
    }
}

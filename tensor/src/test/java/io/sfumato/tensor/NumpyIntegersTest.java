package io.sfumato.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sfumato.tensor.testkit.NumpyFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumpyIntegersTest {
    private static final byte[] TWO_INTS = {1, 0, 0, 0, -2, -1, -1, -1};

    @TempDir
    private Path folder;

    private Path file() {
        return folder.resolve("used.npy");
    }

    private void assertRefused(String complaint) {
        assertThatThrownBy(() -> NumpyIntegers.read(file()))
                .isInstanceOf(ArchiveException.class)
                .hasMessageStartingWith(file().toString())
                .hasMessageContaining(complaint)
                .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1));
    }

    @Test
    void longsAreRead() throws IOException {
        assertThat(NumpyIntegers.read(NumpyFile.write(file(), 5, -1, 1L << 40))).containsExactly(5, -1, 1L << 40);
        assertThat(NumpyIntegers.read(NumpyFile.write(file()))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"1", "2", "3"})
    void intsAreReadInEveryFormat(int version) throws IOException {
        NumpyFile.write(file(), version, NumpyFile.header("<i4", "(2,)"), TWO_INTS);
        assertThat(NumpyIntegers.read(file())).containsExactly(1, -2);
    }

    /** The bytes of {@code numpy.save(f, numpy.array([3, 7], dtype="int64"))}. */
    @Test
    void aFileOfNumpyItselfIsRead() throws IOException {
        byte[] header = ("\u0093NUMPY\u0001\u0000v\u0000{'descr': '<i8', 'fortran_order': False, 'shape': (2,), }"
                        + " ".repeat(60) + "\n")
                .getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
        assertThat(header).hasSize(128);
        ByteBuffer bytes = ByteBuffer.allocate(128 + 16).order(ByteOrder.LITTLE_ENDIAN);
        Files.write(file(), bytes.put(header).putLong(3).putLong(7).array());
        assertThat(NumpyIntegers.read(file())).containsExactly(3, 7);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "|O ; (2,) ; of type '|O', expected a .npy file with a list of int64 or int32",
                "<f4 ; (2,) ; of type '<f4'",
                ">i4 ; (2,) ; of type '>i4'",
                "<i4 ; (2, 1) ; its header is",
                "<i4 ; () ; its header is",
                "<i4 ; (-2,) ; its header is",
                "<i4 ; (3,) ; says it has 3 numbers and holds 8 bytes",
                "<i4 ; (1,) ; says it has 1 numbers and holds 8 bytes",
                "<i4 ; (999999999,) ; says it has 999999999 numbers",
                "<i4 ; (2,), 'more': 1 ; its header is"
            })
    void anythingElseIsRefused(String type, String shape, String complaint) throws IOException {
        NumpyFile.write(file(), 1, NumpyFile.header(type, shape), TWO_INTS);
        assertRefused(complaint);
    }

    @Test
    void whatIsNoNumpyFileIsRefused() throws IOException {
        assertRefused("is not a file");
        Files.write(file(), new byte[] {1, 2, 3});
        assertRefused("does not begin as NumPy's files do");
        Files.writeString(file(), "PK".repeat(40));
        assertRefused("does not begin as NumPy's files do");
        NumpyFile.write(file(), 4, NumpyFile.header("<i4", "(2,)"), TWO_INTS);
        assertRefused("its format is 4");
        NumpyFile.write(file(), 2, NumpyFile.header("<i4", "(2,)") + " ".repeat(20_000), TWO_INTS);
        assertRefused("at most 10000");
    }

    @Test
    void aFileThatIsCutShortIsRefusedWhereverItEnds() throws IOException {
        byte[] whole = Files.readAllBytes(NumpyFile.write(file(), 1, 2, 3));
        for (int length = 0; length < whole.length; length++) {
            Files.write(file(), Arrays.copyOf(whole, length));
            assertRefused("");
        }
    }
}

package io.sfumato.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pictures in NumPy's files. */
class NumpyPictureTest {
    private static final String HEADER = "{'descr': '|u1', 'fortran_order': False, 'shape': (1, 3, 1, 2), }";
    private static final byte[] PLANES = {(byte) 255, 0, 10, 20, 30, 40};

    private static byte[] file(int version, String header, byte[] data) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', (byte) version, 0});
        ByteBuffer length = ByteBuffer.allocate(version == 1 ? 2 : 4).order(ByteOrder.LITTLE_ENDIAN);
        if (version == 1) {
            length.putShort((short) header.length());
        } else {
            length.putInt(header.length());
        }
        bytes.write(length.array());
        bytes.write(header.getBytes(StandardCharsets.US_ASCII));
        bytes.write(data);
        return bytes.toByteArray();
    }

    @ParameterizedTest
    @CsvSource({"1", "2", "3"})
    void thePlanesAreRedGreenAndBlue(int version) throws IOException {
        Picture picture = PictureFile.decode("a.npy", file(version, HEADER + "     \n", PLANES));
        assertThat(picture.width()).isEqualTo(2);
        assertThat(picture.height()).isEqualTo(1);
        assertThat(picture.planes()).containsExactly(PLANES);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "|u1; <f4; is {'descr': '<f4'",
                "|u1; |O; is {'descr': '|O'",
                "False; True; expected an array of a picture",
                "(1, 3, 1, 2); (1, 3, 1, 999999999); has 6 bytes after its header",
                "(1, 3, 1, 2); (1, 3, 1, 9999999999); expected an array of a picture",
                "(1, 3, 1, 2); (1, 3, 0, 2); has 6 bytes after its header",
                "(1, 3, 1, 2); (3, 1, 2); expected an array of a picture"
            })
    void otherArraysAreRefused(String old, String changed, String complaint) {
        assertThatThrownBy(() -> PictureFile.decode("a.npy", file(1, HEADER.replace(old, changed), PLANES)))
                .isInstanceOf(ImageException.class)
                .hasMessageStartingWith("a.npy: ")
                .hasMessageContaining(complaint);
    }

    @Test
    void aFileThatEndsWithinItsHeaderIsRefused() throws IOException {
        byte[] file = file(2, HEADER, PLANES);
        file[10] = (byte) 0xff;
        assertThatThrownBy(() -> PictureFile.decode("a.npy", file))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("ends within its header");
    }
}

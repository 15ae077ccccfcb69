package io.sfumato.tensor.testkit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes {@code .npy} files as NumPy does, and as it would not. */
public final class NumpyFile {
    private NumpyFile() {}

    /** A list of int64, as {@code numpy.save} writes it. */
    public static Path write(Path file, long... numbers) throws IOException {
        ByteBuffer data = ByteBuffer.allocate(numbers.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        data.asLongBuffer().put(numbers);
        return write(file, 1, header("<i8", "(" + numbers.length + ",)"), data.array());
    }

    /** The text of a header. */
    public static String header(String type, String shape) {
        return "{'descr': '" + type + "', 'fortran_order': False, 'shape': " + shape + ", }";
    }

    /** Any header over any data. */
    public static Path write(Path file, int version, String header, byte[] data) throws IOException {
        int prefix = version == 1 ? 10 : 12;
        String padded = header + " ".repeat(63 - (prefix + header.length()) % 64) + "\n";
        ByteBuffer bytes =
                ByteBuffer.allocate(prefix + padded.length() + data.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put("\u0093NUMPY".getBytes(StandardCharsets.ISO_8859_1))
                .put((byte) version)
                .put((byte) 0);
        if (version == 1) {
            bytes.putShort((short) padded.length());
        } else {
            bytes.putInt(padded.length());
        }
        bytes.put(padded.getBytes(StandardCharsets.ISO_8859_1)).put(data);
        return Files.write(file, bytes.array());
    }
}

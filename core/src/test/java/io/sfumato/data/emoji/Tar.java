package io.sfumato.data.emoji;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;

/** Writes little archives for tests. */
final class Tar {
    private static final int BLOCK = 512;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Tar add(String name, String content) {
        byte[] body = content.getBytes(StandardCharsets.UTF_8);
        header(name, body.length);
        bytes.writeBytes(body);
        bytes.writeBytes(new byte[(BLOCK - body.length % BLOCK) % BLOCK]);
        return this;
    }

    /** A header that announces {@code size} bytes, which do not follow. */
    Tar header(String name, long size) {
        byte[] header = new byte[BLOCK];
        put(header, 0, name);
        put(header, 100, "0000644");
        put(header, 124, String.format(Locale.ROOT, "%011o", size));
        header[156] = '0';
        put(header, 257, "ustar");
        Arrays.fill(header, 148, 156, (byte) ' ');
        int sum = 0;
        for (byte value : header) {
            sum += value & 0xff;
        }
        put(header, 148, String.format(Locale.ROOT, "%06o", sum));
        header[154] = 0;
        bytes.writeBytes(header);
        return this;
    }

    /** The archive up to here, without an end. */
    byte[] open() {
        return bytes.toByteArray();
    }

    /** Writes the whole archive, compressed. */
    Path write(Path file) throws IOException {
        bytes.writeBytes(new byte[2 * BLOCK]);
        return write(file, bytes.toByteArray());
    }

    static Path write(Path file, byte[] tar) throws IOException {
        try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(tar);
        }
        return file;
    }

    private static void put(byte[] header, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(bytes, 0, header, at, bytes.length);
    }
}

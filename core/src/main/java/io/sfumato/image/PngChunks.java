package io.sfumato.image;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * A PNG file without what its pixels do not need: compressed texts and profiles, which may unpack to anything, are never
 * looked at.
 */
final class PngChunks {
    private static final long SIGNATURE = 0x89504e470d0a1a0aL;
    private static final Set<String> NEEDED = Set.of("IHDR", "PLTE", "tRNS", "IDAT", "IEND");
    private static final int FRAME = 12; // length, type and checksum of a chunk

    private PngChunks() {}

    static boolean isPng(byte[] file) {
        return file.length > Long.BYTES && ByteBuffer.wrap(file).getLong() == SIGNATURE;
    }

    /** The chunks that are needed, in their order. */
    static byte[] needed(byte[] file) throws IOException {
        ByteArrayOutputStream kept = new ByteArrayOutputStream(file.length);
        kept.write(file, 0, Long.BYTES);
        int at = Long.BYTES;
        while (at <= file.length - FRAME) {
            int length = ByteBuffer.wrap(file).getInt(at);
            if (length < 0 || length > file.length - at - FRAME) {
                throw new IOException("a chunk goes on beyond the end of the file");
            }
            String type = new String(file, at + Integer.BYTES, Integer.BYTES, StandardCharsets.ISO_8859_1);
            if (NEEDED.contains(type)) {
                kept.write(file, at, length + FRAME);
            }
            at += length + FRAME;
        }
        return kept.toByteArray();
    }
}

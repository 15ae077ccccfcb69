package io.sfumato.data.emoji;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** PNG files as this data set has them: square, eight bits, red, green and blue. */
final class PngFile {
    private static final byte[] END = {0, 0, 0, 0, 'I', 'E', 'N', 'D', (byte) 0xae, 0x42, 0x60, (byte) 0x82};
    private static final int HEAD_LENGTH = 26;

    private PngFile() {}

    /** Whether {@code file} is a whole picture of {@code size} by {@code size} pixels, by its head and its end. */
    static boolean isComplete(Path file, int size) {
        if (!Files.isRegularFile(file)) {
            return false;
        }
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            if (channel.size() < HEAD_LENGTH + END.length) {
                return false;
            }
            byte[] head = read(channel, 0, HEAD_LENGTH);
            byte[] end = read(channel, channel.size() - END.length, END.length);
            return Arrays.equals(head, head(size)) && Arrays.equals(end, END);
        } catch (IOException e) {
            return false; // unreadable is not complete: it is drawn again
        }
    }

    private static byte[] head(int size) {
        return ByteBuffer.allocate(HEAD_LENGTH)
                .putLong(0x89504e470d0a1a0aL) // signature
                .putInt(13)
                .put(new byte[] {'I', 'H', 'D', 'R'})
                .putInt(size)
                .putInt(size)
                .put((byte) 8) // bits
                .put((byte) 2) // red, green, blue
                .array();
    }

    private static byte[] read(SeekableByteChannel channel, long from, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        channel.position(from);
        while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
            // until full
        }
        return buffer.array();
    }
}

package io.sfumato.tensor.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Writes ZIP files of any size with numbers of 64 bits (ZIP64), as PyTorch does, and without their zeros, which a file
 * system need not keep.
 */
public final class SparseZip implements AutoCloseable {
    /** Stored; a name in UTF-8; sizes behind the data and not in the header before it. */
    private static final int FLAGS = 0x0808;

    private final FileChannel channel;
    private final ByteArrayOutputStream directory = new ByteArrayOutputStream();
    private long position;
    private long entries;

    public SparseZip(Path file) throws IOException {
        channel = FileChannel.open(
                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.SPARSE);
    }

    /** An entry of {@code size} bytes, zero but for its end, which is {@code data}. */
    public void entry(String name, byte[] data, long size) throws IOException {
        byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
        directory.writeBytes(buffer(46 + utf8.length + 28)
                .putInt(0x02014b50)
                .putInt(0)
                .putInt(FLAGS)
                .putLong(0)
                .putInt(-1)
                .putInt(-1)
                .putShort((short) utf8.length)
                .putShort((short) 28)
                .putInt(0)
                .putInt(0)
                .putShort((short) 0)
                .putInt(-1)
                .put(utf8)
                .putShort((short) 1)
                .putShort((short) 24)
                .putLong(size)
                .putLong(size)
                .putLong(position)
                .array());
        byte[] local = new byte[30 + utf8.length];
        ByteBuffer.wrap(local)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(0x04034b50)
                .putShort((short) 0)
                .putInt(FLAGS)
                .position(26)
                .putShort((short) utf8.length)
                .putShort((short) 0)
                .put(utf8);
        write(position, local);
        write(position + 30 + utf8.length + size - data.length, data);
        position += 30 + utf8.length + size;
        entries++;
    }

    private static ByteBuffer buffer(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private void write(long start, byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        for (long at = start; buffer.hasRemaining(); ) {
            at += channel.write(buffer, at);
        }
    }

    /** Writes the directory. */
    @Override
    public void close() throws IOException {
        long end = position + directory.size();
        write(
                position,
                buffer(directory.size() + 98)
                        .put(directory.toByteArray())
                        .putInt(0x06064b50)
                        .putLong(44)
                        .putInt(0)
                        .putLong(0)
                        .putLong(entries)
                        .putLong(entries)
                        .putLong(directory.size())
                        .putLong(position)
                        .putInt(0x07064b50)
                        .putInt(0)
                        .putLong(end)
                        .putInt(1)
                        .putInt(0x06054b50)
                        .putInt(0)
                        .putInt(-1)
                        .putInt(-1)
                        .putInt(-1)
                        .putShort((short) 0)
                        .array());
        channel.close();
    }
}

package io.sfumato.data.files;

import io.sfumato.data.DataException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the headers of a tar file, one after the other, and nothing of what is between: POSIX and GNU tar, as WebDataset has
 * them. Names and sizes are those of strangers: nothing is believed that the file does not have room for.
 */
final class TarHeaders {
    private static final int BLOCK = 512;
    private static final int MOST_NAME = 1 << 16; // bytes of a long name, or of the attributes of an entry

    /**
     * A file in the tar file.
     *
     * @param offset of its first byte
     */
    record Entry(String name, long offset, long size) {}

    private final Path file;
    private final FileChannel channel;
    private final long length;
    private long position;

    TarHeaders(Path file, FileChannel channel) throws IOException {
        this.file = file;
        this.channel = channel;
        this.length = channel.size();
    }

    /** The next file; empty at the end. */
    Optional<Entry> next() throws IOException {
        @Nullable String longName = null;
        long longSize = -1;
        while (position + BLOCK <= length) {
            TarBlock block = new TarBlock(bytes(position, BLOCK));
            if (block.isEmpty()) {
                return Optional.empty();
            }
            if (!block.isWhole()) {
                throw wrong("at byte " + position + " there is no header of an entry");
            }
            long start = position + BLOCK;
            long size = longSize >= 0 && block.isFile() ? longSize : block.size();
            String name = longName == null ? block.name() : longName;
            if (size < 0 || size > length - start) {
                throw wrong("'" + name + "' has " + size + " bytes, but the file ends before");
            }
            position = start + (size + BLOCK - 1) / BLOCK * BLOCK;
            if (block.isFile()) {
                checkName(name);
                return Optional.of(new Entry(name, start, size));
            }
            if (block.isLongName()) {
                longName = TarBlock.untilZero(text(start, size));
            } else if (block.isAttributes()) {
                String attributes = text(start, size);
                longName = TarBlock.attribute(attributes, "path").orElse(longName);
                longSize =
                        TarBlock.attribute(attributes, "size").map(this::number).orElse(longSize);
            } else {
                longName = null;
                longSize = -1;
            }
        }
        if (position < length) {
            throw wrong("it ends within a header");
        }
        return Optional.empty();
    }

    private void checkName(String name) {
        boolean outside = name.startsWith("/") || name.indexOf('\\') >= 0 || name.indexOf('\0') >= 0;
        for (String part : name.split("/", -1)) {
            outside |= part.equals("..");
        }
        if (outside) {
            throw new DataException(file + ": entry '" + name + "' leads out of a folder, expected a plain name");
        }
    }

    private long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw wrong("an entry has a size of '" + text + "'");
        }
    }

    private String text(long start, long size) throws IOException {
        if (size > MOST_NAME) {
            throw wrong("at byte " + position + " a name has " + size + " bytes, expected at most " + MOST_NAME);
        }
        return new String(bytes(start, (int) size), StandardCharsets.UTF_8);
    }

    private byte[] bytes(long start, int size) throws IOException {
        return bytes(channel, start, size);
    }

    /** So many bytes from a place on. */
    static byte[] bytes(FileChannel channel, long start, int size) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(size);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, start + buffer.position()) < 0) {
                throw new IOException("it ends before byte " + (start + size));
            }
        }
        return buffer.array();
    }

    private DataException wrong(String what) {
        return new DataException(file + ": not a whole tar file: " + what + ". Was it cut short?");
    }
}

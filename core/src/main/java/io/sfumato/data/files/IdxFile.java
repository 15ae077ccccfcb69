package io.sfumato.data.files;

import io.sfumato.data.DataException;
import io.sfumato.tensor.FileTrouble;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** An IDX file of bytes, compressed by gzip or not: what MNIST is published in. */
final class IdxFile {
    private static final int UNSIGNED_BYTES = 8; // the third byte of the file
    private static final int MOST_BYTES = 1 << 30;

    private final int[] sizes;
    private final byte[] bytes;

    private IdxFile(int[] sizes, byte[] bytes) {
        this.sizes = sizes;
        this.bytes = bytes;
    }

    /** Of a dimension, the outermost being 0. */
    int size(int dimension) {
        return sizes[dimension];
    }

    /** All numbers, the innermost dimension running fastest. */
    byte[] bytes() {
        return bytes;
    }

    /** Reads a file of {@code dimensions} dimensions. Throws {@link DataException} where it is none, or not whole. */
    static IdxFile read(Path file, int dimensions) {
        try (InputStream raw = Files.newInputStream(file);
                DataInputStream stream = new DataInputStream(new BufferedInputStream(
                        Names.ending(file.toString()).equals("gz") ? new GZIPInputStream(raw) : raw))) {
            int magic = stream.readInt();
            if (magic != (UNSIGNED_BYTES << 8 | dimensions)) {
                throw new DataException(String.format(
                        "%s: begins with %08x, expected %08x of an IDX file of bytes in %d dimensions",
                        file, magic, UNSIGNED_BYTES << 8 | dimensions, dimensions));
            }
            int[] sizes = new int[dimensions];
            long all = 1;
            for (int i = 0; i < dimensions; i++) {
                sizes[i] = stream.readInt();
                all = sizes[i] < 1 || all > MOST_BYTES ? Long.MAX_VALUE : all * sizes[i];
            }
            if (all > MOST_BYTES) {
                throw new DataException(
                        file + ": its header announces " + shown(sizes) + " bytes, expected 1 to " + MOST_BYTES);
            }
            return new IdxFile(sizes, content(file, stream, (int) all));
        } catch (EOFException | ZipException e) {
            throw new DataException(file + ": not a whole IDX file. Was it cut short?", e);
        } catch (IOException e) {
            throw new DataException(file + ": cannot be read: " + FileTrouble.of(e), e);
        }
    }

    /** Memory grows with what is there, not with what is announced. */
    private static byte[] content(Path file, InputStream stream, int size) throws IOException {
        byte[] content = stream.readNBytes(size);
        if (content.length < size || stream.read() >= 0) {
            throw new DataException(file + ": has " + (content.length < size ? content.length : "more than " + size)
                    + " bytes after its header, expected " + size + ". Was it cut short?");
        }
        return content;
    }

    private static String shown(int[] sizes) {
        StringBuilder shown = new StringBuilder();
        for (int size : sizes) {
            shown.append(shown.isEmpty() ? "" : " x ").append(Integer.toUnsignedString(size));
        }
        return shown.toString();
    }
}

package io.sfumato.tensor;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A file in the format of {@link Safetensors} that is written by rows, as they come, so that the tensors need no memory; and that is gone
 * on with where a process ended. To be used under another name until it is whole. Methods throw {@link ArchiveException} where the file
 * cannot be written.
 */
public final class SafetensorsRows implements AutoCloseable {
    private static final int CHUNK = 1 << 20;

    private final Path file;
    private final FileChannel channel;
    private final Map<String, Column> columns;
    private final Map<String, Long> starts;

    private SafetensorsRows(Path file, FileChannel channel, Map<String, Column> columns, long start) {
        this.file = file;
        this.channel = channel;
        this.columns = columns;
        this.starts = starts(columns, start);
    }

    private static Map<String, Long> starts(Map<String, Column> columns, long start) {
        Map<String, Long> starts = new LinkedHashMap<>();
        long at = start;
        for (Map.Entry<String, Column> column : columns.entrySet()) {
            starts.put(column.getKey(), at);
            at += column.getValue().bytes();
        }
        return starts;
    }

    /** What numbers are before they are written. */
    public enum Blank {
        /** 0. */
        ZERO(0),
        /** -1, of integers. */
        MINUS_ONE(0xFF);

        private final byte bits;

        Blank(int bits) {
            this.bits = (byte) bits;
        }
    }

    /**
     * A tensor.
     *
     * @param shape rows first
     */
    public record Column(DType dtype, Shape shape, Blank blank) {
        /** What it takes in the file. */
        public long bytes() {
            return layout().bytes();
        }

        private Safetensors.Layout layout() {
            return new Safetensors.Layout(dtype, shape);
        }

        long bytesOfRow() {
            return layout().bytes() / shape.size(0);
        }
    }

    /** Goes on with a file of exactly such columns and notes; makes it anew where it is anything else. */
    public static SafetensorsRows open(Path file, Map<String, Column> columns, Map<String, String> notes) {
        Map<String, Column> ordered = new LinkedHashMap<>(columns);
        try {
            byte[] prefix = prefix(ordered, notes);
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            SafetensorsRows rows = new SafetensorsRows(file, channel, ordered, prefix.length);
            rows.beginUnlessBegun(prefix);
            return rows;
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    private static byte[] prefix(Map<String, Column> columns, Map<String, String> notes) throws IOException {
        Map<String, Safetensors.Layout> layouts = new LinkedHashMap<>();
        columns.forEach((name, column) -> layouts.put(name, column.layout()));
        return Safetensors.prefix(layouts, notes);
    }

    private void beginUnlessBegun(byte[] prefix) throws IOException {
        try {
            if (!Arrays.equals(read(0, prefix.length), prefix) || channel.size() != bytes(prefix)) {
                begin(prefix);
            }
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private long bytes(byte[] prefix) {
        return prefix.length
                + columns.values().stream().mapToLong(column -> column.bytes()).sum();
    }

    /** The prefix is last: a file that has it is blank, or more. */
    private void begin(byte[] prefix) throws IOException {
        channel.truncate(0);
        for (Map.Entry<String, Column> column : columns.entrySet()) {
            if (column.getValue().blank() != Blank.ZERO) {
                fill(starts.get(column.getKey()), column.getValue());
            }
        }
        long last = bytes(prefix) - 1;
        if (channel.size() <= last) {
            channel.write(ByteBuffer.allocate(1), last); // what lies before it and is not written takes no room yet
        }
        channel.force(true);
        channel.position(0);
        Safetensors.writeFully(channel, ByteBuffer.wrap(prefix));
    }

    private void fill(long from, Column column) throws IOException {
        byte[] blank = new byte[CHUNK];
        Arrays.fill(blank, column.blank().bits);
        long left = column.bytes();
        channel.position(from);
        while (left > 0) {
            int length = (int) Math.min(CHUNK, left);
            Safetensors.writeFully(channel, ByteBuffer.wrap(blank, 0, length));
            left -= length;
        }
    }

    /** Writes rows from {@code row} on; they are of the column's type and shape. */
    public void put(String name, long row, Tensor rows) {
        Column column = columns.get(name);
        Shape expected = column.shape();
        if (rows.dtype() != column.dtype()
                || rows.elements() * expected.size(0) != expected.elements() * rows.size(0)
                || row + rows.size(0) > expected.size(0)) {
            throw new TensorException("rows " + row + " to " + (row + rows.size(0)) + " of '" + name + "' are "
                    + rows.shape() + " of " + rows.dtype() + ", expected rows of " + expected + " of "
                    + column.dtype());
        }
        try {
            channel.position(starts.get(name) + row * column.bytesOfRow());
            Safetensors.writeTensor(channel, rows);
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    /** Has what was put so far outlast a loss of power. */
    public void force() {
        try {
            channel.force(false);
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    private byte[] read(long from, int count) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(count);
        int got = 0;
        while (got >= 0 && buffer.hasRemaining()) {
            got = channel.read(buffer, from + buffer.position());
        }
        return buffer.array();
    }

    private static ArchiveException unwritable(Path file, IOException e) {
        return new ArchiveException(
                file + " cannot be written: " + Safetensors.reason(e)
                        + ". Is the folder writable, and the disk not full?",
                e);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }
}

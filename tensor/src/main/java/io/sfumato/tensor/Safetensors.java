package io.sfumato.tensor;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bytedeco.javacpp.BytePointer;

/**
 * The safetensors format: eight bytes of header length (little endian), a JSON header, then the raw tensors. Read by
 * {@link #open}, written by {@link #write}.
 */
public final class Safetensors {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long CHUNK = 1 << 30;

    private Safetensors() {}

    /** Opens a file: the header is checked whole, tensors are copied when they are loaded. */
    public static TensorArchive open(Path file) {
        return StoredFile.open(file, SafetensorsHeader::read);
    }

    /**
     * Writes beside {@code file} and moves into place, so that a reader sees the old file or the new one. Tensors are
     * written in their own precision, in the map's order; notes in the order of their names.
     */
    public static void write(Path file, Map<String, Tensor> tensors, Map<String, String> metadata) {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            try (FileChannel channel = FileChannel.open(
                    part, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
                writeFully(channel, ByteBuffer.wrap(prefix(layouts(tensors), metadata)));
                for (Tensor tensor : tensors.values()) {
                    writeTensor(channel, tensor);
                }
                channel.force(true);
            }
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new ArchiveException(
                    file + " cannot be written: " + reason(e) + ". Is the folder writable, and the disk not full?", e);
        } finally {
            deleteQuietly(part); // there only where something failed
        }
    }

    static String reason(IOException e) {
        return e instanceof NoSuchFileException ? "its folder does not exist" : FileTrouble.of(e);
    }

    /** What a file says of a tensor. */
    record Layout(DType dtype, Shape shape) {
        long bytes() {
            return shape.elements() * dtype.bytes();
        }
    }

    private static Map<String, Layout> layouts(Map<String, Tensor> tensors) {
        Map<String, Layout> layouts = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> layouts.put(name, new Layout(tensor.dtype(), tensor.shape())));
        return layouts;
    }

    /** What a file of such tensors begins with, before their numbers, which follow in the map's order. */
    static byte[] prefix(Map<String, Layout> tensors, Map<String, String> metadata) throws IOException {
        ObjectNode header = JSON.createObjectNode();
        if (!metadata.isEmpty()) {
            ObjectNode notes = header.putObject("__metadata__");
            new TreeMap<>(metadata).forEach(notes::put); // Map.of has another order in every process
        }
        long offset = 0;
        for (Map.Entry<String, Layout> entry : tensors.entrySet()) {
            Layout layout = entry.getValue();
            ObjectNode node = header.putObject(entry.getKey());
            node.put("dtype", layout.dtype().fileName());
            ArrayNode shape = node.putArray("shape");
            layout.shape().sizes().forEach(shape::add);
            long end = offset + layout.bytes();
            node.putArray("data_offsets").add(offset).add(end);
            offset = end;
        }
        byte[] json = JSON.writeValueAsString(header).getBytes(StandardCharsets.UTF_8);
        int padded = (json.length + 7) / 8 * 8;
        byte[] prefix = new byte[8 + padded];
        Arrays.fill(prefix, (byte) ' ');
        ByteBuffer.wrap(prefix).order(ByteOrder.LITTLE_ENDIAN).putLong(padded).put(json);
        return prefix;
    }

    /** Writes numbers where the channel is. */
    static void writeTensor(FileChannel channel, Tensor tensor) throws IOException {
        try (Region region = Region.open()) {
            Tensor flat = tensor.to(new Placement(Device.CPU, tensor.dtype())).contiguous();
            long bytes = flat.elements() * flat.dtype().bytes();
            BytePointer data = new BytePointer(flat.handle().data_ptr());
            for (long done = 0; done < bytes; done += CHUNK) {
                long length = Math.min(CHUNK, bytes - done);
                writeFully(channel, data.position(done).limit(done + length).asBuffer());
            }
        }
    }

    static void writeFully(FileChannel channel, ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    private static void deleteQuietly(Path part) {
        try {
            Files.deleteIfExists(part);
        } catch (IOException ignored) {
            // the error being reported matters more
        }
    }

    /** The names of all element types that a file may hold here. */
    static List<String> knownTypes() {
        List<String> names = new ArrayList<>();
        for (DType dtype : DType.values()) {
            names.add(dtype.fileName());
        }
        return names;
    }
}

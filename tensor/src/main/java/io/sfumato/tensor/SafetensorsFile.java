package io.sfumato.tensor;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/** An open safetensors file. Everything that its header promises is checked before a tensor is made. */
final class SafetensorsFile implements TensorArchive {
    /** The format's own limit on the header. */
    private static final long MAX_HEADER = 100_000_000;

    private static final long CHUNK = 1 << 30;

    /** Longest piece of a file's own text in a message. */
    private static final int SHOWN = 100;

    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
                    .enable(com.fasterxml.jackson.core.StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(JsonParser.Feature.INCLUDE_SOURCE_IN_LOCATION);

    private record Entry(DType dtype, Shape shape, long begin, long end) {}

    private final Path file;
    private final FileChannel channel;
    private final long dataStart;
    private final Map<String, Entry> entries;
    private final Map<String, String> metadata;

    private SafetensorsFile(
            Path file, FileChannel channel, long dataStart, Map<String, Entry> entries, Map<String, String> metadata) {
        this.file = file;
        this.channel = channel;
        this.dataStart = dataStart;
        this.entries = entries;
        this.metadata = metadata;
    }

    static SafetensorsFile open(Path file) {
        FileChannel channel = null;
        try {
            channel = FileChannel.open(file, StandardOpenOption.READ);
            SafetensorsFile opened = read(file, channel);
            channel = null;
            return opened;
        } catch (IOException e) {
            throw new ArchiveException(file + " cannot be read: " + reason(e), e);
        } finally {
            if (channel != null) {
                closeQuietly(channel);
            }
        }
    }

    private static String reason(IOException e) {
        return e instanceof java.nio.file.NoSuchFileException ? "there is no such file" : e.getMessage();
    }

    private static SafetensorsFile read(Path file, FileChannel channel) throws IOException {
        long size = channel.size();
        long length = size < 8 ? -1 : readAt(channel, 0, 8).getLong();
        if (length < 2 || length > MAX_HEADER || length > size - 8) {
            throw new ArchiveException(file + " is not a safetensors file or was cut short: its header is declared as "
                    + length + " bytes, the file has " + size + ". Was the download complete?");
        }
        long dataStart = 8 + length;
        JsonNode header = parse(file, readAt(channel, 8, (int) length));
        Map<String, String> metadata = new LinkedHashMap<>();
        Map<String, Entry> entries = new LinkedHashMap<>();
        header.fields().forEachRemaining(field -> {
            if (field.getKey().equals("__metadata__")) {
                metadata.putAll(notes(file, field.getValue()));
            } else {
                entries.put(field.getKey(), entry(file, field.getKey(), field.getValue(), size - dataStart));
            }
        });
        checkRanges(file, entries, size - dataStart);
        return new SafetensorsFile(
                file, channel, dataStart, Collections.unmodifiableMap(entries), Collections.unmodifiableMap(metadata));
    }

    private static Map<String, String> notes(Path file, JsonNode node) {
        Map<String, String> notes = new LinkedHashMap<>();
        node.fields()
                .forEachRemaining(
                        note -> notes.put(note.getKey(), note.getValue().textValue()));
        if ((!node.isNull() && !node.isObject()) || notes.containsValue(null)) {
            throw new ArchiveException(
                    file + ": __metadata__ is " + shown(node.toString()) + ", expected texts by name");
        }
        return notes;
    }

    private static JsonNode parse(Path file, ByteBuffer header) throws IOException {
        byte[] bytes = new byte[header.remaining()];
        header.get(bytes);
        try {
            JsonNode node = JSON.readTree(bytes);
            if (!node.isObject()) {
                throw new ArchiveException(file + ": the safetensors header is not a JSON object");
            }
            return node;
        } catch (JsonProcessingException e) {
            throw new ArchiveException(
                    file + ": the safetensors header is not valid JSON: " + shown(e.getOriginalMessage()), e);
        }
    }

    private static Entry entry(Path file, String name, JsonNode node, long available) {
        String where = file + ": tensor '" + shown(name) + "' ";
        String typeName = node.path("dtype").asText();
        DType dtype = null;
        for (DType candidate : DType.values()) {
            if (candidate.fileName().equals(typeName)) {
                dtype = candidate;
            }
        }
        if (dtype == null) {
            throw new ArchiveException(
                    where + "has type '" + shown(typeName) + "', expected one of " + Safetensors.knownTypes());
        }
        List<Long> sizes = new ArrayList<>();
        for (JsonNode size : node.path("shape")) {
            if (!isLong(size) || size.asLong() < 0) {
                throw new ArchiveException(
                        where + "has size " + shown(size.toString()) + ", expected a whole number of 0 or more");
            }
            sizes.add(size.asLong());
        }
        JsonNode offsets = node.path("data_offsets");
        if (!node.path("shape").isArray()
                || !offsets.isArray()
                || offsets.size() != 2
                || !isLong(offsets.path(0))
                || !isLong(offsets.path(1))) {
            throw new ArchiveException(where + "needs a shape and two data_offsets, got " + shown(node.toString()));
        }
        Shape shape = new Shape(sizes);
        long begin = offsets.path(0).asLong();
        long end = offsets.path(1).asLong();
        if (begin < 0 || end < begin || end > available) {
            throw new ArchiveException(where + "lies at bytes " + begin + " to " + end + ", but the file holds "
                    + available + " bytes of data. Was the file cut short?");
        }
        if (end - begin != bytes(where, shape, dtype)) {
            throw new ArchiveException(where + "of shape " + shown(shape.toString()) + " and type " + typeName
                    + " needs " + bytes(where, shape, dtype) + " bytes, the file gives it " + (end - begin));
        }
        return new Entry(dtype, shape, begin, end);
    }

    private static long bytes(String where, Shape shape, DType dtype) {
        try {
            return Math.multiplyExact(shape.elements(), dtype.bytes());
        } catch (ArithmeticException e) {
            throw new ArchiveException(where + "of shape " + shown(shape.toString()) + " is too large to exist", e);
        }
    }

    private static boolean isLong(JsonNode node) {
        return node.isIntegralNumber() && node.canConvertToLong();
    }

    /** A piece of the file as a message may show it: short, and without control characters. */
    private static String shown(String text) {
        String cut = text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
        return cut.replaceAll("\\p{Cc}", "?");
    }

    /** The ranges must neither overlap nor leave gaps: the format's own rule, which leaves no room for hidden data. */
    private static void checkRanges(Path file, Map<String, Entry> entries, long available) {
        List<Map.Entry<String, Entry>> sorted = new ArrayList<>(entries.entrySet());
        sorted.sort(Comparator.comparingLong(
                        (Map.Entry<String, Entry> e) -> e.getValue().begin())
                .thenComparingLong(e -> e.getValue().end()));
        long expected = 0;
        for (Map.Entry<String, Entry> entry : sorted) {
            if (entry.getValue().begin() != expected) {
                throw new ArchiveException(file + ": tensor '" + shown(entry.getKey()) + "' starts at byte "
                        + entry.getValue().begin() + ", expected " + expected + ": ranges overlap or leave a gap");
            }
            expected = entry.getValue().end();
        }
        if (expected != available) {
            throw new ArchiveException(file + ": the tensors end at byte " + expected + ", the data at " + available);
        }
    }

    private static ByteBuffer readAt(FileChannel channel, long position, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, position + buffer.position()) < 0) {
                throw new IOException("the file ended early");
            }
        }
        return buffer.flip();
    }

    private Entry entry(String name) {
        Entry entry = entries.get(name);
        if (entry == null) {
            throw new ArchiveException(file + " has no tensor '" + name + "'. It has " + entries.size() + " tensors: "
                    + entries.keySet().stream()
                            .limit(8)
                            .map(SafetensorsFile::shown)
                            .toList()
                    + (entries.size() > 8 ? " …" : ""));
        }
        return entry;
    }

    @Override
    public Set<String> names() {
        return entries.keySet();
    }

    @Override
    public Shape shape(String name) {
        return entry(name).shape();
    }

    @Override
    public DType dtype(String name) {
        return entry(name).dtype();
    }

    @Override
    public Tensor load(String name, Placement placement) {
        Entry entry = entry(name);
        return Region.returning(() -> {
            Tensor stored = Tensors.empty(entry.shape(), new Placement(Device.CPU, entry.dtype()));
            try {
                fill(stored, entry);
            } catch (IOException e) {
                throw new ArchiveException(file + ": tensor '" + name + "' cannot be read: " + e.getMessage(), e);
            }
            return stored.to(placement);
        });
    }

    private void fill(Tensor target, Entry entry) throws IOException {
        long bytes = entry.end() - entry.begin();
        BytePointer data = new BytePointer(target.handle().data_ptr());
        for (long done = 0; done < bytes; done += CHUNK) {
            long length = Math.min(CHUNK, bytes - done);
            MappedByteBuffer mapped =
                    channel.map(FileChannel.MapMode.READ_ONLY, dataStart + entry.begin() + done, length);
            Pointer.memcpy(data.position(done), new BytePointer(mapped), length);
        }
    }

    @Override
    public Map<String, String> metadata() {
        return metadata;
    }

    @Override
    public void close() {
        closeQuietly(channel);
    }

    private static void closeQuietly(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException ignored) {
            // a read-only channel has nothing to lose
        }
    }
}

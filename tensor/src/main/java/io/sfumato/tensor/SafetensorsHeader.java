package io.sfumato.tensor;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The header of a safetensors file. Everything that it promises is checked before a tensor is made. */
final class SafetensorsHeader {
    /** The format's own limit. */
    static final long LONGEST = 100_000_000;

    private static final String WHAT = "the safetensors header";

    /** libtorch computes with no more dimensions. */
    private static final int MOST_DIMENSIONS = 64;

    /** One tensor's place among the data, from the first byte of all data. */
    private record Range(String name, long begin, long end) {}

    private final long dataStart;
    private final long dataBytes;
    private final Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    private final List<Range> ranges = new ArrayList<>();

    private SafetensorsHeader(long dataStart, long dataBytes) {
        this.dataStart = dataStart;
        this.dataBytes = dataBytes;
    }

    static Contents read(FileChannel channel) throws IOException {
        long size = channel.size();
        long length = size < 8 ? -1 : new Extent(0, 8).read(channel).getLong();
        if (length < 2 || length > LONGEST || length > size - 8) {
            throw new FormatException("not a safetensors file, or cut short: its header is declared as " + length
                    + " bytes, the file has " + size + ". Was the download complete?");
        }
        JsonNode json =
                StrictJson.object(WHAT, new Extent(8, length).read(channel).array());
        Map<String, String> metadata = notes(json.path("__metadata__"));
        SafetensorsHeader header = new SafetensorsHeader(8 + length, size - 8 - length);
        json.fields().forEachRemaining(field -> {
            if (!field.getKey().equals("__metadata__")) {
                header.add(field.getKey(), field.getValue());
            }
        });
        header.checkRanges();
        return new Contents(header.tensors, metadata);
    }

    private static Map<String, String> notes(JsonNode node) {
        Map<String, String> notes = new LinkedHashMap<>();
        node.fields()
                .forEachRemaining(
                        note -> notes.put(note.getKey(), note.getValue().textValue()));
        boolean absent = node.isMissingNode() || node.isNull();
        if ((!absent && !node.isObject()) || notes.containsValue(null)) {
            throw new FormatException("__metadata__ is " + Excerpt.of(node.toString()) + ", expected texts by name");
        }
        return notes;
    }

    private void add(String name, JsonNode node) {
        String where = "tensor '" + Excerpt.of(name) + "' ";
        DType dtype = dtype(where, node.path("dtype").asText());
        Shape shape = shape(where, node);
        long begin = offset(where, node, 0);
        long end = offset(where, node, 1);
        if (begin < 0 || end < begin || end > dataBytes) {
            throw new FormatException(where + "lies at bytes " + begin + " to " + end + ", but the file holds "
                    + dataBytes + " bytes of data. Was the file cut short?");
        }
        if (end - begin != bytes(where, shape, dtype)) {
            throw new FormatException(where + "of shape " + Excerpt.of(shape.toString()) + " and type "
                    + dtype.fileName() + " needs " + bytes(where, shape, dtype) + " bytes, the file gives it "
                    + (end - begin));
        }
        ranges.add(new Range(name, begin, end));
        tensors.put(name, StoredTensor.contiguous(dtype, shape, dataStart + begin));
    }

    private static DType dtype(String where, String name) {
        for (DType candidate : DType.values()) {
            if (candidate.fileName().equals(name)) {
                return candidate;
            }
        }
        throw new FormatException(
                where + "has type '" + Excerpt.of(name) + "', expected one of " + Safetensors.knownTypes());
    }

    private static Shape shape(String where, JsonNode node) {
        JsonNode array = node.path("shape");
        if (!array.isArray() || array.size() > MOST_DIMENSIONS) {
            throw new FormatException(where + "needs a shape of at most " + MOST_DIMENSIONS
                    + " sizes and two data_offsets, got " + Excerpt.of(node.toString()));
        }
        List<Long> sizes = new ArrayList<>();
        for (JsonNode size : array) {
            if (!isLong(size) || size.asLong() < 0) {
                throw new FormatException(
                        where + "has size " + Excerpt.of(size.toString()) + ", expected a whole number of 0 or more");
            }
            sizes.add(size.asLong());
        }
        return new Shape(sizes);
    }

    private static long offset(String where, JsonNode node, int index) {
        JsonNode offsets = node.path("data_offsets");
        if (!offsets.isArray() || offsets.size() != 2 || !isLong(offsets.path(index))) {
            throw new FormatException(where + "needs a shape and two data_offsets, got " + Excerpt.of(node.toString()));
        }
        return offsets.path(index).asLong();
    }

    private static long bytes(String where, Shape shape, DType dtype) {
        try {
            return Math.multiplyExact(shape.elements(), dtype.bytes());
        } catch (ArithmeticException e) {
            throw new FormatException(where + "of shape " + Excerpt.of(shape.toString()) + " is too large to exist", e);
        }
    }

    private static boolean isLong(JsonNode node) {
        return node.isIntegralNumber() && node.canConvertToLong();
    }

    /** The ranges must neither overlap nor leave gaps: the format's own rule, which leaves no room for hidden data. */
    private void checkRanges() {
        ranges.sort(Comparator.comparingLong(Range::begin).thenComparingLong(Range::end));
        long expected = 0;
        for (Range range : ranges) {
            if (range.begin() != expected) {
                throw new FormatException("tensor '" + Excerpt.of(range.name()) + "' starts at byte " + range.begin()
                        + ", expected " + expected + ": ranges overlap or leave a gap");
            }
            expected = range.end();
        }
        if (expected != dataBytes) {
            throw new FormatException("the tensors end at byte " + expected + ", the data at " + dataBytes);
        }
    }
}

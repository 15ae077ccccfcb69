package io.sfumato.tensorboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Reads event files as TensorBoard does: record by record up to a cut, each checked by a checksum computed bit by bit. */
final class EventFile {
    private static final int POLYNOMIAL = 0x82F63B78;

    private EventFile() {}

    /** The fields of every event by number; messages within are bytes. */
    static List<Map<Integer, Object>> read(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        List<Map<Integer, Object>> events = new ArrayList<>();
        while (bytes.remaining() >= Long.BYTES + Integer.BYTES) {
            byte[] length = next(bytes, Long.BYTES);
            assertThat(bytes.getInt()).isEqualTo(masked(length));
            int size =
                    (int) ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getLong();
            if (bytes.remaining() < size + Integer.BYTES) {
                break; // cut short
            }
            byte[] content = next(bytes, size);
            assertThat(bytes.getInt()).isEqualTo(masked(content));
            events.add(fields(content));
        }
        return events;
    }

    /** The event files of a folder in the order of their names. */
    static List<Path> in(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    static Map<Integer, Object> fields(Object message) throws IOException {
        CodedInputStream in = CodedInputStream.newInstance((byte[]) message);
        Map<Integer, Object> fields = new LinkedHashMap<>();
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            fields.put(WireFormat.getTagFieldNumber(tag), value(in, WireFormat.getTagWireType(tag)));
        }
        return fields;
    }

    private static Object value(CodedInputStream in, int type) throws IOException {
        return switch (type) {
            case WireFormat.WIRETYPE_VARINT -> in.readInt64();
            case WireFormat.WIRETYPE_FIXED64 -> in.readDouble();
            case WireFormat.WIRETYPE_FIXED32 -> in.readFloat();
            case WireFormat.WIRETYPE_LENGTH_DELIMITED -> in.readByteArray();
            default -> throw new AssertionError("wire type " + type);
        };
    }

    private static byte[] next(ByteBuffer bytes, int count) {
        byte[] next = new byte[count];
        bytes.get(next);
        return next;
    }

    private static int masked(byte[] bytes) {
        int crc = -1;
        for (byte each : bytes) {
            crc ^= each & 0xff;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc >>> 1) ^ ((crc & 1) == 1 ? POLYNOMIAL : 0);
            }
        }
        crc = ~crc;
        return ((crc >>> 15) | (crc << 17)) + 0xa282ead8;
    }

    /** What TensorBoard would show of a tag, from step to number, after all files of a folder. */
    static Map<Long, Float> scalars(Path folder, String tag) throws IOException {
        Map<Long, Float> shown = new LinkedHashMap<>();
        boolean started = false;
        for (Path file : in(folder)) {
            for (Map<Integer, Object> event : read(file)) {
                long step = (long) event.getOrDefault(2, 0L);
                if (event.containsKey(7)) {
                    if (started) { // the first START of a run is no restart
                        shown.keySet().removeIf(earlier -> earlier >= step);
                    }
                    started = true;
                }
                if (event.containsKey(5)) {
                    Map<Integer, Object> value = fields(fields(event.get(5)).get(1));
                    if (Arrays.equals((byte[]) value.get(1), tag.getBytes(StandardCharsets.UTF_8))) {
                        shown.put(step, (float) value.get(2));
                    }
                }
            }
        }
        return shown;
    }
}

package io.sfumato.tensorboard;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** One protocol buffer, written field by field, each by its number in the {@code .proto} file. */
final class Message {
    private final ByteArrayOutputStream memory = new ByteArrayOutputStream();
    private final CodedOutputStream out = CodedOutputStream.newInstance(memory);

    /** A writing into memory, which does not fail. */
    private interface Writing {
        void run() throws IOException;
    }

    Message put(int field, double value) {
        return write(() -> out.writeDouble(field, value));
    }

    Message put(int field, float value) {
        return write(() -> out.writeFloat(field, value));
    }

    /** Of every type of whole numbers, enumerations too. */
    Message put(int field, long value) {
        return write(() -> out.writeInt64(field, value));
    }

    Message put(int field, String value) {
        return write(() -> out.writeString(field, value));
    }

    Message put(int field, byte[] value) {
        return write(() -> out.writeByteArray(field, value));
    }

    Message put(int field, Message value) {
        return put(field, value.bytes());
    }

    byte[] bytes() {
        write(out::flush);
        return memory.toByteArray();
    }

    private Message write(Writing writing) {
        try {
            writing.run();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

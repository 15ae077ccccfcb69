package io.sfumato.tensor.testkit;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/** Writes pickles instruction by instruction: such as Python writes, and such as it never would. */
public final class PickleWriter {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /** A pickle of protocol 2, which PyTorch writes. */
    public static PickleWriter begin() {
        return new PickleWriter().code(0x80, 2);
    }

    /** Instructions and their operands as they are. */
    public PickleWriter code(int... codes) {
        for (int code : codes) {
            bytes.write(code);
        }
        return this;
    }

    /** One instruction many times. */
    public PickleWriter repeat(int times, int... codes) {
        for (int i = 0; i < times; i++) {
            code(codes);
        }
        return this;
    }

    public PickleWriter raw(byte[] raw) {
        bytes.writeBytes(raw);
        return this;
    }

    /** A length or an index of eight bytes. */
    public PickleWriter raw8(long value) {
        return raw(ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array());
    }

    /** A length or an index of four bytes. */
    public PickleWriter raw4(long value) {
        return raw(ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt((int) value)
                .array());
    }

    public PickleWriter line(String text) {
        return raw((text + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** BINUNICODE. */
    public PickleWriter text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return code('X').raw4(utf8.length).raw(utf8);
    }

    /** LONG1, which holds any number. */
    public PickleWriter number(long value) {
        return number(BigInteger.valueOf(value));
    }

    /** LONG1. */
    public PickleWriter number(BigInteger value) {
        byte[] bigEndian = value.toByteArray();
        code(0x8a, bigEndian.length);
        for (int i = bigEndian.length - 1; i >= 0; i--) {
            code(bigEndian[i]);
        }
        return this;
    }

    /** A tuple of numbers. */
    public PickleWriter numbers(List<Long> values) {
        code('(');
        values.forEach(this::number);
        return code('t');
    }

    /** A tuple of whatever {@code items} writes. */
    public PickleWriter tuple(UnaryOperator<PickleWriter> items) {
        return items.apply(code('(')).code('t');
    }

    /** A dict with the keys and values that {@code items} writes in turns. */
    public PickleWriter dict(UnaryOperator<PickleWriter> items) {
        return items.apply(code('}', '(')).code('u');
    }

    /** GLOBAL, by a dotted name: the last part names what is in the module. */
    public PickleWriter global(String name) {
        return code('c').line(module(name)).line(last(name));
    }

    /** STACK_GLOBAL, as protocol 4 writes names. */
    public PickleWriter stackGlobal(String name) {
        return text(module(name)).text(last(name)).code(0x93);
    }

    /** A call of a name: REDUCE. */
    public PickleWriter call(String name, UnaryOperator<PickleWriter> arguments) {
        return global(name).tuple(arguments).code('R');
    }

    private static String module(String name) {
        return name.substring(0, name.lastIndexOf('.'));
    }

    private static String last(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }

    /** What was written, with STOP at its end. */
    public byte[] stop() {
        return code('.').toBytes();
    }

    /** What was written so far. */
    public byte[] toBytes() {
        byte[] written = bytes.toByteArray();
        return Arrays.copyOf(written, written.length);
    }
}

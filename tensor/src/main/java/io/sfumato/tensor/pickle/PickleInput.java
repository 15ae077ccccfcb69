package io.sfumato.tensor.pickle;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;

/** The bytes of one or more pickles that follow each other in a file, read through a small window. */
public final class PickleInput {
    private static final int WINDOW = 1 << 16;

    /** Longest line of text: the name of a module, or digits. */
    private static final int LONGEST_LINE = 500;

    private final FileChannel channel;
    private final long start;
    private final long length;
    private final ByteBuffer window = ByteBuffer.allocate(WINDOW).order(ByteOrder.LITTLE_ENDIAN);
    private long windowEnd;

    /** Reads {@code length} bytes from {@code start}; the file must have them. */
    public PickleInput(FileChannel channel, long start, long length) {
        this.channel = channel;
        this.start = start;
        this.length = length;
        this.window.limit(0);
    }

    /** Bytes read so far. */
    public long position() {
        return windowEnd - window.remaining();
    }

    long remaining() {
        return length - position();
    }

    int unsigned1() throws IOException {
        return need(1).get() & 0xff;
    }

    int unsigned2() throws IOException {
        return need(2).getShort() & 0xffff;
    }

    int signed4() throws IOException {
        return need(4).getInt();
    }

    long unsigned4() throws IOException {
        return need(4).getInt() & 0xffff_ffffL;
    }

    /** Eight bytes; what is above 2⁶³ − 1 comes out negative. */
    long signed8() throws IOException {
        return need(8).getLong();
    }

    double bigEndianDouble() throws IOException {
        return Double.longBitsToDouble(Long.reverseBytes(signed8()));
    }

    /** A little-endian two's complement number. */
    BigInteger wholeNumber(int bytes) throws IOException {
        byte[] digits = bytes(bytes);
        for (int i = 0; i < digits.length / 2; i++) {
            byte swapped = digits[i];
            digits[i] = digits[digits.length - 1 - i];
            digits[digits.length - 1 - i] = swapped;
        }
        return digits.length == 0 ? BigInteger.ZERO : new BigInteger(digits);
    }

    /** The caller has checked {@code count} against {@link #remaining()}. */
    byte[] bytes(int count) throws IOException {
        byte[] bytes = new byte[count];
        for (int done = 0; done < count; ) {
            int part = Math.min(count - done, WINDOW);
            need(part).get(bytes, done, part);
            done += part;
        }
        return bytes;
    }

    /** A text up to the next line feed, which is read and left out. */
    String line() throws IOException {
        byte[] line = new byte[LONGEST_LINE];
        for (int size = 0; size < LONGEST_LINE; size++) {
            line[size] = need(1).get();
            if (line[size] == '\n') {
                return new String(line, 0, size, StandardCharsets.UTF_8);
            }
        }
        throw new PickleException("a line of text is longer than " + LONGEST_LINE + " bytes");
    }

    /** The window, with at least {@code count} bytes in it. */
    private ByteBuffer need(int count) throws IOException {
        if (window.remaining() < count) {
            if (remaining() < count) {
                throw new PickleException("the pickle ends early: " + count + " bytes are needed, and " + remaining()
                        + " are left. Was the file cut short?");
            }
            refill();
        }
        return window;
    }

    private void refill() throws IOException {
        window.compact();
        window.limit((int) Math.min(window.capacity(), window.position() + length - windowEnd));
        while (window.hasRemaining()) {
            int read = channel.read(window, start + windowEnd);
            if (read < 0) {
                throw new IOException("the file ended early");
            }
            windowEnd += read;
        }
        window.flip();
    }
}

package io.sfumato.tensor.testkit;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A ZIP file in which single numbers are falsified, by their place in PKWARE's APPNOTE. */
final class ZipBytes {
    private static final int END = 22;
    private static final int LOCAL_HEADER = 30;
    private static final int CENTRAL_HEADER = 46;

    private final ByteBuffer bytes;

    ZipBytes(byte[] zip) {
        this.bytes = ByteBuffer.wrap(zip.clone()).order(ByteOrder.LITTLE_ENDIAN);
    }

    byte[] toBytes() {
        return bytes.array();
    }

    /** Sets two bytes of the record at the end. */
    ZipBytes end2(int at, int value) {
        bytes.putShort(bytes.limit() - END + at, (short) value);
        return this;
    }

    /** Sets four bytes of the record at the end. */
    ZipBytes end4(int at, long value) {
        bytes.putInt(bytes.limit() - END + at, (int) value);
        return this;
    }

    /** Sets two bytes of what the directory says of an entry. */
    ZipBytes central2(String entry, int at, int value) {
        bytes.putShort(central(entry) + at, (short) value);
        return this;
    }

    /** Sets four bytes of what the directory says of an entry. */
    ZipBytes central4(String entry, int at, long value) {
        bytes.putInt(central(entry) + at, (int) value);
        return this;
    }

    /** Sets four bytes of an entry's own header. */
    ZipBytes local4(String entry, int at, long value) {
        bytes.putInt(local(entry) + at, (int) value);
        return this;
    }

    /** Renames an entry everywhere, by a name of the same length. */
    ZipBytes rename(String entry, byte[] name) {
        int central = central(entry);
        System.arraycopy(name, 0, bytes.array(), local(entry) + LOCAL_HEADER, name.length);
        System.arraycopy(name, 0, bytes.array(), central + CENTRAL_HEADER, name.length);
        return this;
    }

    /** Renames an entry in its own header alone. */
    ZipBytes renameLocally(String entry, byte[] name) {
        System.arraycopy(name, 0, bytes.array(), local(entry) + LOCAL_HEADER, name.length);
        return this;
    }

    /** The same file with a directory of 64 bits, which lies at {@code offset} and has {@code size} bytes. */
    byte[] zip64(long offset, long size, long entries) {
        int end = bytes.limit() - END;
        ByteBuffer longer = ByteBuffer.allocate(bytes.limit() + 76).order(ByteOrder.LITTLE_ENDIAN);
        longer.put(bytes.array(), 0, end);
        longer.putInt(0x06064b50).putLong(44).putShort((short) 45).putShort((short) 45);
        longer.putInt(0)
                .putInt(0)
                .putLong(entries)
                .putLong(entries)
                .putLong(size)
                .putLong(offset);
        longer.putInt(0x07064b50).putInt(0).putLong(end).putInt(1);
        longer.put(bytes.array(), end, END);
        return longer.array();
    }

    int directory() {
        return bytes.getInt(bytes.limit() - END + 16);
    }

    int directorySize() {
        return bytes.getInt(bytes.limit() - END + 12);
    }

    private int local(String entry) {
        return bytes.getInt(central(entry) + 42);
    }

    private int central(String entry) {
        byte[] name = entry.getBytes(StandardCharsets.UTF_8);
        for (int at = directory(); bytes.getInt(at) == 0x02014b50; ) {
            int length = bytes.getShort(at + 28);
            if (Arrays.equals(
                    name, Arrays.copyOfRange(bytes.array(), at + CENTRAL_HEADER, at + CENTRAL_HEADER + length))) {
                return at;
            }
            at += CENTRAL_HEADER + length + bytes.getShort(at + 30) + bytes.getShort(at + 32);
        }
        throw new IllegalArgumentException("there is no entry " + entry);
    }
}

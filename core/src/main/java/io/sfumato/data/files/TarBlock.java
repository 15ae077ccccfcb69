package io.sfumato.data.files;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The header of an entry of a tar file: 512 bytes (POSIX.1-2008, pax; GNU's extensions). */
final class TarBlock {
    private static final int NAME = 0;
    private static final int NAME_LENGTH = 100;
    private static final int SIZE = 124;
    private static final int SIZE_LENGTH = 12;
    private static final int CHECKSUM = 148;
    private static final int CHECKSUM_LENGTH = 8;
    private static final int TYPE = 156;
    private static final int MAGIC = 257;
    private static final int PREFIX = 345;
    private static final int PREFIX_LENGTH = 155;

    private final byte[] bytes;

    TarBlock(byte[] bytes) {
        this.bytes = bytes;
    }

    boolean isEmpty() {
        for (byte each : bytes) {
            if (each != 0) {
                return false;
            }
        }
        return true;
    }

    /** Whether the checksum is that of the header, its own field counted as spaces. */
    boolean isWhole() {
        int sum = CHECKSUM_LENGTH * ' ';
        for (int i = 0; i < bytes.length; i++) {
            sum += i >= CHECKSUM && i < CHECKSUM + CHECKSUM_LENGTH ? 0 : bytes[i] & 0xff;
        }
        return octal(CHECKSUM, CHECKSUM_LENGTH) == sum;
    }

    boolean isFile() {
        return bytes[TYPE] == '0' || bytes[TYPE] == 0 || bytes[TYPE] == '7';
    }

    /** GNU: the name of the next entry follows. */
    boolean isLongName() {
        return bytes[TYPE] == 'L';
    }

    /** Pax: attributes of the next entry follow. */
    boolean isAttributes() {
        return bytes[TYPE] == 'x';
    }

    String name() {
        String name = text(NAME, NAME_LENGTH);
        String prefix = text(MAGIC, 6).equals("ustar") ? text(PREFIX, PREFIX_LENGTH) : "";
        return prefix.isEmpty() ? name : prefix + "/" + name;
    }

    /** In bytes; below 0 where it is no number. */
    long size() {
        boolean binary = (bytes[SIZE] & 0x80) != 0;
        return binary ? ByteBuffer.wrap(bytes).getLong(SIZE + SIZE_LENGTH - Long.BYTES) : octal(SIZE, SIZE_LENGTH);
    }

    private long octal(int from, int count) {
        String digits = text(from, count).strip();
        if (!digits.matches("[0-7]{1,12}")) {
            return -1;
        }
        return Long.parseLong(digits, 8);
    }

    private String text(int from, int count) {
        return untilZero(new String(bytes, from, count, StandardCharsets.UTF_8));
    }

    static String untilZero(String text) {
        int end = text.indexOf('\0');
        return end < 0 ? text : text.substring(0, end);
    }

    /** The value of a key among records like {@code "20 path=a/long.name\n"}. */
    static Optional<String> attribute(String records, String key) {
        for (String line : records.split("\n", -1)) {
            int space = line.indexOf(' ');
            if (space >= 0 && line.startsWith(key + "=", space + 1)) {
                return Optional.of(line.substring(space + key.length() + 2));
            }
        }
        return Optional.empty();
    }
}

package io.sfumato.tensorboard;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/** TFRecords: the length, its checksum, the content, its checksum; all little endian. */
final class Records {
    private static final int AROUND = Long.BYTES + 2 * Integer.BYTES;
    private static final int MASK_DELTA = 0xa282ead8;

    private Records() {}

    /** A whole record, ready to be written. */
    static ByteBuffer of(byte[] content) {
        ByteBuffer record = ByteBuffer.allocate(AROUND + content.length).order(ByteOrder.LITTLE_ENDIAN);
        record.putLong(content.length);
        record.putInt(maskedChecksum(record.array(), Long.BYTES));
        record.put(content);
        record.putInt(maskedChecksum(content, content.length));
        return record.flip();
    }

    /** CRC-32C, turned right by 15 bits and shifted, so that a checksum over data with checksums stays a checksum. */
    private static int maskedChecksum(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return Integer.rotateRight((int) crc.getValue(), 15) + MASK_DELTA;
    }
}

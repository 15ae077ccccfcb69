package io.sfumato.tensor;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;

/**
 * One entry of a ZIP file as its directory describes it (PKWARE's APPNOTE, 4.3.12).
 *
 * @param stored bytes in the file
 * @param size bytes when unpacked
 * @param header where the entry begins
 */
record ZipEntry(String name, int flags, int method, long stored, long size, long header) {
    private static final int LOCAL_SIGNATURE = 0x04034b50;
    private static final int LOCAL_BYTES = 30;
    private static final int ENCRYPTED = 1;
    private static final int STORED = 0;

    /** Where the bytes of an entry lie that was stored as it is, between its own header and {@code end}. */
    Extent locate(FileChannel channel, long end) throws IOException {
        if ((flags & ENCRYPTED) != 0) {
            throw new FormatException(shown() + " is encrypted");
        }
        if (method != STORED || stored != size) {
            throw new FormatException(
                    shown() + " is compressed, which PyTorch never does. Save the checkpoint anew with"
                            + " torch.save, or pack it without compression");
        }
        if (header < 0 || header > end - LOCAL_BYTES) {
            throw new FormatException(shown() + " begins at byte " + header + ", outside of the " + end
                    + " bytes for entries. Was the file cut short?");
        }
        ByteBuffer local = new Extent(header, LOCAL_BYTES).read(channel);
        int nameBytes = local.getShort(26) & 0xffff;
        long data = header + LOCAL_BYTES + nameBytes + (local.getShort(28) & 0xffff);
        if (local.getInt(0) != LOCAL_SIGNATURE || size < 0 || data > end || size > end - data) {
            throw new FormatException(shown() + " of " + size + " bytes is not where the directory says, at byte "
                    + header + ". Was the file cut short?");
        }
        byte[] localName =
                new Extent(header + LOCAL_BYTES, nameBytes).read(channel).array();
        if (!new String(localName, StandardCharsets.UTF_8).equals(name)) {
            throw new FormatException(shown() + " has another name in its own header");
        }
        return new Extent(data, size);
    }

    private String shown() {
        return "entry '" + Excerpt.of(name) + "'";
    }
}

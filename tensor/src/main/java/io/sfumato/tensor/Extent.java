package io.sfumato.tensor;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;

/** A run of bytes in a file. */
record Extent(long position, long bytes) {

    long end() {
        return position + bytes;
    }

    /** The bytes, for numbers to be taken out in little-endian order. Few enough for an array. */
    ByteBuffer read(FileChannel channel) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(Math.toIntExact(bytes)).order(ByteOrder.LITTLE_ENDIAN);
        FileReader.fill(buffer, channel, position);
        return buffer.flip();
    }
}

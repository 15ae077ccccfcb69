package io.sfumato.tensor;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.bytedeco.javacpp.BytePointer;

/**
 * Copies numbers of a file into a tensor, converting them on the way, part by part through a small buffer. Through a mapping it would be as
 * fast, but every page that was read would stay in the process until the garbage collector comes: a model's weights twice.
 */
final class FileCopy {
    /** Bytes read at a time. */
    private static final long WINDOW = 1 << 24;

    private final FileChannel channel;
    private final long window;

    FileCopy(FileChannel channel) {
        this(channel, WINDOW);
    }

    FileCopy(FileChannel channel, long window) {
        this.channel = channel;
        this.window = window;
    }

    /** {@code target} has the shape of {@code source}, any place and any precision. */
    void run(StoredTensor source, Tensor target) throws IOException {
        if (source.span() == 0) {
            return;
        }
        try (Region region = Region.open()) {
            if (source.extent().bytes() <= window) {
                copy(source, target);
            } else {
                int dimension = source.widest();
                long half = source.shape().size(dimension) / 2;
                long rest = source.shape().size(dimension) - half;
                run(source.narrow(dimension, 0, half), target.narrow(dimension, 0, half));
                run(source.narrow(dimension, half, rest), target.narrow(dimension, half, rest));
            }
        }
    }

    private void copy(StoredTensor source, Tensor target) throws IOException {
        Extent extent = source.extent();
        Tensor memory = Tensors.empty(Shape.of(extent.bytes()), new Placement(Device.CPU, DType.UINT8));
        BytePointer data = new BytePointer(memory.handle().data_ptr()).capacity(extent.bytes());
        ByteBuffer buffer = data.asByteBuffer();
        FileReader.fill(buffer, channel, extent.position());
        target.copyInPlace(source.over(data));
    }
}

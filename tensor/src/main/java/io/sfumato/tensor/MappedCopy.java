package io.sfumato.tensor;

import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/**
 * Copies numbers of a file into a tensor, converting them on the way: from the page cache, without a tensor in between. The
 * mapping is held until the copy is done, and no tensor that lies in it gets out.
 */
final class MappedCopy {
    /** Bytes mapped at a time; a mapping of Java's has less than two gigabytes. */
    private static final long WINDOW = 1 << 30;

    /** Bytes brought to their place in memory at a time, where the file does not align them. */
    private static final long ALIGNED_WINDOW = 1 << 24;

    private final FileChannel channel;
    private final long window;
    private final long alignedWindow;

    MappedCopy(FileChannel channel) {
        this(channel, WINDOW, ALIGNED_WINDOW);
    }

    MappedCopy(FileChannel channel, long window, long alignedWindow) {
        this.channel = channel;
        this.window = window;
        this.alignedWindow = alignedWindow;
    }

    /** {@code target} has the shape of {@code source}, any place and any precision. */
    void run(StoredTensor source, Tensor target) throws IOException {
        if (source.span() == 0) {
            return;
        }
        try (Region region = Region.open()) {
            if (source.extent().bytes() <= (source.isAligned() ? window : alignedWindow)) {
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
        MappedByteBuffer mapped = channel.map(FileChannel.MapMode.READ_ONLY, extent.position(), extent.bytes());
        try {
            Pointer data = new BytePointer(mapped);
            target.copyInPlace(MappedNumbers.view(source, source.isAligned() ? data : aligned(data, extent.bytes())));
        } finally {
            Reference.reachabilityFence(mapped);
        }
    }

    private static Pointer aligned(Pointer data, long bytes) {
        Tensor memory = Tensors.empty(Shape.of(bytes), new Placement(Device.CPU, DType.UINT8));
        Pointer copy = memory.handle().data_ptr();
        Pointer.memcpy(copy, data, bytes);
        return copy;
    }
}

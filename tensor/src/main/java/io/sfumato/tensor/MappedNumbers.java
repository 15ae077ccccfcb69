package io.sfumato.tensor;

import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.global.torch;

/**
 * Numbers that lie in a file, mapped into memory: the file's own pages where the precision is the one that is asked for, a
 * converted copy elsewhere.
 */
record MappedNumbers(StoredTensor source, MappedByteBuffer memory) implements Awaited {

    /** Whether the numbers can be used where they lie: aligned, and not more than one mapping of Java's holds. */
    static boolean canBe(StoredTensor source) {
        return source.span() > 0 && source.isAligned() && source.extent().bytes() <= Integer.MAX_VALUE;
    }

    /** Maps the numbers; {@code channel} may be closed afterwards. */
    static MappedNumbers map(FileChannel channel, StoredTensor source) throws IOException {
        Extent extent = source.extent();
        return new MappedNumbers(source, channel.map(FileChannel.MapMode.READ_ONLY, extent.position(), extent.bytes()));
    }

    @Override
    public boolean isReadOnly(Placement placement) {
        return placement.equals(new Placement(Device.CPU, source.dtype())) && source.isContiguous();
    }

    @Override
    public Tensor read(Placement placement) {
        Tensor inFile = view(source, new BytePointer(memory));
        return isReadOnly(placement)
                ? inFile
                : Tensors.empty(source.shape(), placement).copyInPlace(inFile);
    }

    /** A tensor over memory that it does not own. */
    static Tensor view(StoredTensor source, Pointer data) {
        long[] strides = source.strides().stream().mapToLong(Long::longValue).toArray();
        return Tensor.wrap(torch.from_blob(
                data, source.shape().toArray(), strides, new Placement(Device.CPU, source.dtype()).options()));
    }
}

package io.sfumato.tensor;

import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import org.bytedeco.javacpp.BytePointer;

/** Numbers that are used where they lie in their file, mapped into memory. */
record MappedNumbers(StoredTensor source, MappedByteBuffer memory) implements Awaited {

    /** Whether a tensor there can lie in the file: it has its order and precision, is aligned, and not more than one mapping of Java's holds. */
    static boolean canBe(StoredTensor source, Placement placement) {
        return source.span() > 0
                && isAsStored(source, placement)
                && source.isAligned()
                && source.extent().bytes() <= Integer.MAX_VALUE;
    }

    private static boolean isAsStored(StoredTensor source, Placement placement) {
        return placement.equals(new Placement(Device.CPU, source.dtype())) && source.isContiguous();
    }

    /** Maps the numbers; {@code channel} may be closed afterwards. */
    static MappedNumbers map(FileChannel channel, StoredTensor source) throws IOException {
        Extent extent = source.extent();
        return new MappedNumbers(
                source,
                FileReader.uninterrupted(
                        () -> channel.map(FileChannel.MapMode.READ_ONLY, extent.position(), extent.bytes())));
    }

    @Override
    public boolean isReadOnly(Placement placement) {
        return isAsStored(source, placement);
    }

    @Override
    public Tensor read(Placement placement) {
        Tensor inFile = source.over(new BytePointer(memory));
        return isReadOnly(placement)
                ? inFile
                : Tensors.empty(source.shape(), placement).copyInPlace(inFile);
    }

    @Override
    public void forget() {
        // a mapping goes when the garbage collector finds that no tensor lies in it
    }
}

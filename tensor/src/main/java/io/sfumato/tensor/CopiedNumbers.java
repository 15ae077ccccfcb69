package io.sfumato.tensor;

import java.io.IOException;
import java.nio.channels.FileChannel;

/**
 * Numbers that a tensor gets a copy of, in another precision or order than their file has.
 *
 * @param described the file and the tensor's name, for complaints
 * @param channel open as long as somebody may ask
 */
record CopiedNumbers(String described, FileChannel channel, StoredTensor source) implements Awaited {

    @Override
    public Tensor read(Placement placement) {
        Tensor copy = Tensors.empty(source.shape(), placement);
        try {
            new FileCopy(channel).run(source, copy);
        } catch (IOException e) {
            throw new ArchiveException(described + " cannot be read: " + FileTrouble.of(e), e);
        }
        return copy;
    }

    @Override
    public boolean isReadOnly(Placement placement) {
        return false;
    }
}

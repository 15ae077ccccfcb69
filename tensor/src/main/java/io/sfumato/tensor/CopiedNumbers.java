package io.sfumato.tensor;

import java.io.IOException;

/**
 * Numbers that a tensor gets a copy of, in another precision or order than their file has.
 *
 * @param described the file and the tensor's name, for complaints
 * @param lease of the file
 */
record CopiedNumbers(String described, SharedChannel.Lease lease, StoredTensor source) implements Awaited {

    @Override
    public Tensor read(Placement placement) {
        Tensor copy = Tensors.empty(source.shape(), placement);
        try {
            new FileCopy(lease.channel()).run(source, copy);
        } catch (IOException e) {
            throw new ArchiveException(described + " cannot be read: " + FileTrouble.of(e), e);
        }
        return copy;
    }

    @Override
    public boolean isReadOnly(Placement placement) {
        return false;
    }

    @Override
    public void forget() {
        lease.close();
    }
}

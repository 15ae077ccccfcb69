package io.sfumato.tensor;

import java.nio.file.Path;
import java.util.List;

/** Opens files of tensors in every format that PyTorch's users have, told apart by their contents. */
public final class TensorFiles {
    private TensorFiles() {}

    /**
     * Opens a PyTorch checkpoint of any age, a safetensors file, or the index of one in several parts. Of a checkpoint, the
     * archive shows the tensors of its {@code state_dict}, or of the dict that it is, and as {@linkplain
     * TensorArchive#metadata() notes} the plain values beside them, such as {@code global_step}. Nothing in a file is run,
     * and everything that it promises is checked before this returns.
     *
     * @throws ArchiveException in one line, where the file is of another kind, damaged, or made to do harm
     */
    public static TensorArchive open(Path file) {
        return FileKind.of(file).open(file);
    }

    /** The files that the tensors of {@code file} are in: itself, or the parts that an index names, by their names. */
    public static List<Path> holding(Path file) {
        return FileKind.of(file) == FileKind.SHARD_INDEX ? ShardedFile.parts(file) : List.of(file);
    }
}

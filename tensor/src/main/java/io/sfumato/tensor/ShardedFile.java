package io.sfumato.tensor;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Several files that an index makes one. */
final class ShardedFile implements TensorArchive {
    private final Path index;
    private final Map<String, String> metadata;
    private final Map<String, TensorArchive> parts = new LinkedHashMap<>();
    private final Map<String, TensorArchive> owners = new LinkedHashMap<>();

    private ShardedFile(Path index, Map<String, String> metadata) {
        this.index = index;
        this.metadata = Collections.unmodifiableMap(metadata);
    }

    static ShardedFile open(Path file) {
        ShardIndex index = read(file);
        ShardedFile opened = new ShardedFile(file, index.metadata());
        try {
            index.files().forEach(opened::add);
            return opened;
        } catch (RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    static List<Path> parts(Path file) {
        try {
            return read(file).files().values().stream()
                    .distinct()
                    .sorted()
                    .map(file::resolveSibling)
                    .toList();
        } catch (InvalidPathException e) {
            throw new ArchiveException(file + ": of its parts, " + e.getMessage(), e);
        }
    }

    private static ShardIndex read(Path file) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return ShardIndex.read(channel);
        } catch (FormatException e) {
            throw new ArchiveException(file + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw new ArchiveException(file + " cannot be read: " + FileTrouble.of(e), e);
        }
    }

    private void add(String tensor, String fileName) {
        TensorArchive part = parts.computeIfAbsent(fileName, this::openPart);
        if (!part.contains(tensor)) {
            throw new ArchiveException(index + ": tensor '" + Excerpt.of(tensor) + "' is said to be in '"
                    + Excerpt.of(fileName) + "', which does not have it. Are all files of one download?");
        }
        owners.put(tensor, part);
    }

    private TensorArchive openPart(String fileName) {
        try {
            Path part = index.resolveSibling(fileName);
            FileKind kind = FileKind.of(part);
            if (kind == FileKind.SHARD_INDEX) {
                throw new ArchiveException(part + " is an index or other JSON, expected a file with tensors");
            }
            return kind.open(part);
        } catch (ArchiveException | InvalidPathException e) {
            throw new ArchiveException(index + ": of its parts, " + e.getMessage(), e);
        }
    }

    private TensorArchive owner(String name) {
        TensorArchive owner = owners.get(name);
        if (owner == null) {
            throw new ArchiveException(StoredFile.unknown(index.toString(), name, names()));
        }
        return owner;
    }

    @Override
    public Set<String> names() {
        return Collections.unmodifiableSet(owners.keySet());
    }

    @Override
    public Shape shape(String name) {
        return owner(name).shape(name);
    }

    @Override
    public DType dtype(String name) {
        return owner(name).dtype(name);
    }

    @Override
    public Tensor load(String name, Placement placement) {
        return owner(name).load(name, placement);
    }

    @Override
    public void copyInPlace(String name, Tensor target) {
        owner(name).copyInPlace(name, target);
    }

    @Override
    public void fillLater(String name, Tensor target) {
        owner(name).fillLater(name, target);
    }

    @Override
    public Map<String, String> metadata() {
        return metadata;
    }

    @Override
    public void close() {
        parts.values().forEach(TensorArchive::close);
    }
}

package io.sfumato.tensor;

import io.sfumato.tensor.pickle.PickleException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Set;

/** One open file of tensors, of any format: what it holds was checked when it was opened, and is copied when asked for. */
final class StoredFile implements TensorArchive {
    private static final int NAMED = 8;

    private final Path file;
    private final FileChannel channel;
    private final SharedChannel shared;
    private final SharedChannel.Lease lease;
    private final Contents contents;

    private StoredFile(Path file, FileChannel channel, Contents contents) {
        this.file = file;
        this.channel = channel;
        this.shared = new SharedChannel(channel);
        this.lease = shared.lease();
        this.contents = contents;
    }

    static StoredFile open(Path file, Contents.Format format) {
        FileChannel channel = null;
        try {
            channel = FileChannel.open(file, StandardOpenOption.READ);
            StoredFile opened = new StoredFile(file, channel, format.read(channel));
            channel = null;
            return opened;
        } catch (FormatException | PickleException e) {
            throw new ArchiveException(file + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw new ArchiveException(file + " cannot be read: " + FileTrouble.of(e), e);
        } finally {
            if (channel != null) {
                closeQuietly(channel);
            }
        }
    }

    private StoredTensor find(String name) {
        StoredTensor tensor = contents.tensors().get(name);
        if (tensor == null) {
            throw new ArchiveException(unknown(file.toString(), name, names()));
        }
        return tensor;
    }

    /** The complaint about a name that is not there. */
    static String unknown(String where, String name, Set<String> names) {
        return where + " has no tensor '" + Excerpt.of(name) + "'. It has " + names.size() + " tensors: "
                + names.stream().limit(NAMED).map(Excerpt::of).toList() + (names.size() > NAMED ? " …" : "");
    }

    @Override
    public Set<String> names() {
        return contents.tensors().keySet();
    }

    @Override
    public Shape shape(String name) {
        return find(name).shape();
    }

    @Override
    public DType dtype(String name) {
        return find(name).dtype();
    }

    @Override
    public Tensor load(String name, Placement placement) {
        return Region.returning(() -> {
            Tensor loaded = Tensors.empty(shape(name), placement);
            copyInPlace(name, loaded);
            return loaded;
        });
    }

    @Override
    public void copyInPlace(String name, Tensor target) {
        StoredTensor source = fitting(name, target);
        try {
            new FileCopy(channel).run(source, target);
        } catch (IOException e) {
            throw unreadable(name, e);
        }
    }

    @Override
    public void fillLater(String name, Tensor target) {
        StoredTensor source = fitting(name, target);
        if (!MappedNumbers.canBe(source, target.placement())) {
            target.await(new CopiedNumbers(described(name), shared.lease(), source));
            return;
        }
        try {
            target.await(MappedNumbers.map(channel, source));
        } catch (IOException e) {
            throw unreadable(name, e);
        }
    }

    private StoredTensor fitting(String name, Tensor target) {
        StoredTensor source = find(name);
        if (!source.shape().equals(target.shape())) {
            throw new ArchiveException(file + ": tensor '" + Excerpt.of(name) + "' is " + source.shape()
                    + ", it is asked to fill one of " + target.shape());
        }
        return source;
    }

    private ArchiveException unreadable(String name, IOException e) {
        return new ArchiveException(described(name) + " cannot be read: " + FileTrouble.of(e), e);
    }

    private String described(String name) {
        return file + ": tensor '" + Excerpt.of(name) + "'";
    }

    @Override
    public Map<String, String> metadata() {
        return contents.metadata();
    }

    /** The file stays open until numbers that are awaited from it have come, or their tensors are gone. */
    @Override
    public void close() {
        lease.close();
    }

    private static void closeQuietly(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException ignored) {
            // a read-only channel has nothing to lose
        }
    }
}

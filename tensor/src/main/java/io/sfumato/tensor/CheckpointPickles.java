package io.sfumato.tensor;

import io.sfumato.tensor.pickle.PickleInput;
import io.sfumato.tensor.pickle.PickleValue;
import io.sfumato.tensor.pickle.TorchNames;
import io.sfumato.tensor.pickle.Unpickler;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.channels.FileChannel;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What {@code torch.save} wrote before PyTorch 1.6: five pickles (a magic number, the version, the sizes of the machine's
 * types, the object, the keys of its storages), then for each key the number of elements in eight bytes and the elements.
 */
final class CheckpointPickles {
    private static final PickleValue MAGIC = new PickleValue.Whole(new BigInteger("1950a86a20f9469cfc6c", 16));
    private static final PickleValue VERSION = new PickleValue.Whole(BigInteger.valueOf(1001));

    private final FileChannel channel;
    private final TorchNames names = new TorchNames();
    private final PickleInput input;

    private CheckpointPickles(FileChannel channel) throws IOException {
        this.channel = channel;
        this.input = new PickleInput(channel, 0, Math.min(channel.size(), CheckpointZip.LONGEST_PICKLE));
    }

    static Contents read(FileChannel channel) throws IOException {
        CheckpointPickles pickles = new CheckpointPickles(channel);
        pickles.checkHeader();
        PickleValue top = pickles.next();
        Map<String, Extent> extents = pickles.storages(pickles.keys());
        return StateDict.find(top).contents(storage -> Optional.ofNullable(extents.get(storage.key())));
    }

    private PickleValue next() throws IOException {
        return Unpickler.read(input, names);
    }

    private void checkHeader() throws IOException {
        if (!next().equals(MAGIC)) {
            throw new FormatException("a Python pickle, but not one of torch.save");
        }
        if (!next().equals(VERSION)) {
            throw new FormatException("a PyTorch checkpoint of an unknown version, expected 1001");
        }
        if (!(next() instanceof PickleValue.Table machine)
                || !new PickleValue.Truth(true).equals(machine.entries().get("little_endian"))) {
            throw new FormatException("a PyTorch checkpoint of a machine that is not little endian");
        }
    }

    private List<String> keys() throws IOException {
        PickleValue keys = next();
        if (!(keys instanceof PickleValue.Listing listing)) {
            throw new FormatException("the keys of the storages are " + keys.kind() + ", expected a list");
        }
        return listing.items().stream().map(CheckpointPickles::key).toList();
    }

    private static String key(PickleValue key) {
        if (key instanceof PickleValue.Text text) {
            return text.value();
        }
        throw new FormatException("the key of a storage is " + key.kind() + ", expected a str");
    }

    /** Walks over the storages: each begins where the one before it ends. */
    private Map<String, Extent> storages(List<String> keys) throws IOException {
        Map<String, PickleValue.Storage> described =
                names.storages().stream().collect(Collectors.toMap(PickleValue.Storage::key, storage -> storage));
        Map<String, Extent> extents = new HashMap<>();
        long position = input.position();
        for (String key : keys) {
            PickleValue.Storage storage = described.get(key);
            if (storage == null) {
                throw new FormatException("storage '" + Excerpt.of(key) + "' is there, but described nowhere");
            }
            Extent extent = storage(storage, position);
            if (extents.put(key, extent) != null) {
                throw new FormatException("storage '" + Excerpt.of(key) + "' is there twice");
            }
            position = extent.end();
        }
        return extents;
    }

    private Extent storage(PickleValue.Storage storage, long position) throws IOException {
        String where = "storage '" + Excerpt.of(storage.key()) + "' ";
        long left = channel.size() - position - Long.BYTES;
        if (left < 0) {
            throw new FormatException(where + "is missing at the end of the file. Was the file cut short?");
        }
        long elements = new Extent(position, Long.BYTES).read(channel).getLong();
        int width = StateDict.dtype(storage.type()).bytes();
        if (elements < 0 || elements > left / width) {
            throw new FormatException(where + "of " + elements + " elements begins at byte " + position
                    + ", the file has " + left + " bytes more. Was the file cut short?");
        }
        return new Extent(position + Long.BYTES, elements * width);
    }
}

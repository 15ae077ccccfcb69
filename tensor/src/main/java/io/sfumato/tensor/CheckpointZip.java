package io.sfumato.tensor;

import io.sfumato.tensor.pickle.PickleInput;
import io.sfumato.tensor.pickle.PickleValue;
import io.sfumato.tensor.pickle.TorchNames;
import io.sfumato.tensor.pickle.Unpickler;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What {@code torch.save} writes since PyTorch 1.6: a ZIP file with {@code NAME/data.pkl}, which describes the tensors, and
 * {@code NAME/data/KEY} for the numbers of each storage.
 */
final class CheckpointZip {
    /** Far more than a pickle has that leaves its numbers to other entries. */
    static final long LONGEST_PICKLE = 64 << 20;

    private static final String PICKLE = "/data.pkl";
    private static final int LONGEST_BYTE_ORDER = 16;

    private CheckpointZip() {}

    static Contents read(FileChannel channel) throws IOException {
        ZipDirectory directory = ZipDirectory.read(channel);
        String folder = folder(directory);
        Map<String, Extent> extents = directory.extents();
        checkByteOrder(channel, extents.get(folder + "/byteorder"));
        Extent pickle = extents.get(folder + PICKLE);
        if (pickle.bytes() > LONGEST_PICKLE) {
            throw new FormatException("entry '" + Excerpt.of(folder + PICKLE) + "' has " + pickle.bytes()
                    + " bytes, expected at most " + LONGEST_PICKLE);
        }
        PickleValue top = Unpickler.read(new PickleInput(channel, pickle.position(), pickle.bytes()), new TorchNames());
        return StateDict.find(top)
                .contents(storage -> Optional.ofNullable(extents.get(folder + "/data/" + storage.key())));
    }

    /** The one folder that everything is in. */
    private static String folder(ZipDirectory directory) {
        List<String> pickles = directory.names().stream()
                .filter(name -> name.indexOf('/') > 0 && name.indexOf('/') == name.length() - PICKLE.length())
                .filter(name -> name.endsWith(PICKLE))
                .toList();
        if (pickles.size() != 1) {
            throw new FormatException("a ZIP file with " + pickles.size()
                    + " entries named FOLDER/data.pkl, expected one, as torch.save writes it");
        }
        String folder = pickles.get(0).substring(0, pickles.get(0).length() - PICKLE.length());
        if (directory.names().contains(folder + "/constants.pkl")) {
            throw new FormatException("a TorchScript program, which cannot be read without running it."
                    + " Save its state_dict with torch.save instead");
        }
        return folder;
    }

    private static void checkByteOrder(FileChannel channel, @Nullable Extent entry) throws IOException {
        if (entry == null) {
            return; // before PyTorch 2.1 there was none: little endian
        }
        String order = entry.bytes() > LONGEST_BYTE_ORDER
                ? entry.bytes() + " bytes of text"
                : new String(entry.read(channel).array(), StandardCharsets.US_ASCII).strip();
        if (!order.equals("little")) {
            throw new FormatException("its byte order is '" + Excerpt.of(order)
                    + "', expected 'little'. Save it anew on an ordinary machine");
        }
    }
}

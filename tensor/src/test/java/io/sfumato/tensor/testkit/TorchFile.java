package io.sfumato.tensor.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A checkpoint as {@code torch.save} writes it, in the format since PyTorch 1.6 and the one before. */
public final class TorchFile {
    /** Numbers under a key. */
    public static final class Storage {
        private final String type;
        private final long elements;
        private final byte[] data;

        public Storage(String type, long elements, byte[] data) {
            this.type = type;
            this.elements = elements;
            this.data = data.clone();
        }

        /** As they lie in a file. */
        public byte[] data() {
            return data.clone();
        }

        /** 32-bit numbers, {@code FloatStorage}. */
        public static Storage floats(float... values) {
            ByteBuffer data = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
            for (float value : values) {
                data.putFloat(value);
            }
            return new Storage("FloatStorage", values.length, data.array());
        }

        /** Bytes, {@code ByteStorage}. */
        public static Storage bytes(int... values) {
            byte[] data = new byte[values.length];
            for (int i = 0; i < data.length; i++) {
                data[i] = (byte) values[i];
            }
            return new Storage("ByteStorage", values.length, data);
        }
    }

    /** Which elements of a storage make a tensor. */
    public record View(long offset, List<Long> sizes, List<Long> strides) {

        /** Elements in row-major order from the first. */
        public static View of(Long... sizes) {
            Long[] strides = new Long[sizes.length];
            long stride = 1;
            for (int i = sizes.length - 1; i >= 0; i--) {
                strides[i] = stride;
                stride *= sizes[i];
            }
            return new View(0, List.of(sizes), List.of(strides));
        }
    }

    private record Named(String name, String key, View view) {}

    private final Map<String, Storage> storages = new LinkedHashMap<>();
    private final List<Named> tensors = new ArrayList<>();

    public TorchFile storage(String key, Storage storage) {
        storages.put(key, storage);
        return this;
    }

    public TorchFile tensor(String name, String key, View view) {
        tensors.add(new Named(name, key, view));
        return this;
    }

    /** Six numbers in storage {@code 0}, seen as {@code weight} [2, 3]. */
    public static TorchFile small() {
        return new TorchFile().storage("0", Storage.floats(1, 2, 3, 4, 5, 6)).tensor("weight", "0", View.of(2L, 3L));
    }

    // ---- the pickle ------------------------------------------------------------------------------------------------

    /** A dict of the tensors. */
    public byte[] pickle() {
        return state(PickleWriter.begin(), UnaryOperator.identity()).stop();
    }

    /** The same, under {@code state_dict} between what else Lightning writes. */
    public byte[] lightningPickle() {
        return PickleWriter.begin()
                .dict(top -> {
                    top.text("epoch").number(3).text("global_step").number(1234);
                    top.text("pytorch-lightning_version").text("1.4.2");
                    state(top.text("state_dict"), UnaryOperator.identity());
                    return top.text("optimizer_states")
                            .code(']')
                            .text("lr")
                            .code('G')
                            .raw(new byte[8]);
                })
                .stop();
    }

    private PickleWriter state(PickleWriter pickle, UnaryOperator<PickleWriter> idEnd) {
        return pickle.dict(dict -> {
            tensors.forEach(
                    tensor -> tensor(dict.text(tensor.name()), tensor.view(), id -> id(tensor.key(), idEnd, id)));
            return dict;
        });
    }

    /** One tensor, over the storage that {@code storage} writes. */
    public static PickleWriter tensor(PickleWriter pickle, View view, UnaryOperator<PickleWriter> storage) {
        return pickle.call("torch._utils._rebuild_tensor_v2", arguments -> storage.apply(arguments)
                .number(view.offset())
                .numbers(view.sizes())
                .numbers(view.strides())
                .code(0x89)
                .call("collections.OrderedDict", none -> none));
    }

    private PickleWriter id(String key, UnaryOperator<PickleWriter> end, PickleWriter pickle) {
        Storage storage = storages.get(key);
        return pickle.tuple(id -> end.apply(id.text("storage")
                        .global("torch." + storage.type)
                        .text(key)
                        .text("cpu")
                        .number(storage.elements)))
                .code('Q');
    }

    // ---- the file --------------------------------------------------------------------------------------------------

    /** A ZIP file with the dict of tensors. */
    public byte[] zip() {
        return zip(pickle());
    }

    /** A ZIP file with a pickle of one's own. */
    public byte[] zip(byte[] pickle) {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put("archive/data.pkl", pickle);
        entries.put("archive/byteorder", "little".getBytes(StandardCharsets.US_ASCII));
        storages.forEach((key, storage) -> entries.put("archive/data/" + key, storage.data()));
        entries.put("archive/version", "3\n".getBytes(StandardCharsets.US_ASCII));
        return zip(entries);
    }

    /** A ZIP file of entries as they are. */
    public static byte[] zip(Map<String, byte[]> entries) {
        return zip(entries, Set.of());
    }

    /** A ZIP file in which some entries are compressed. */
    static byte[] zip(Map<String, byte[]> entries, Set<String> compressed) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                ZipEntry described = new ZipEntry(entry.getKey());
                if (!compressed.contains(entry.getKey())) {
                    store(described, entry.getValue());
                }
                zip.putNextEntry(described);
                zip.write(entry.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void store(ZipEntry entry, byte[] data) {
        CRC32 crc = new CRC32();
        crc.update(data);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(data.length);
        entry.setCrc(crc.getValue());
    }

    /** The format before PyTorch 1.6. */
    public byte[] legacy() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(legacyHeader());
        bytes.writeBytes(state(PickleWriter.begin(), TorchFile::withoutView).stop());
        bytes.writeBytes(legacyKeys(List.copyOf(storages.keySet())));
        storages.values().forEach(storage -> bytes.writeBytes(legacyStorage(storage)));
        return bytes.toByteArray();
    }

    /** What a persistent id ends with in the older format: the storage is not part of another. */
    private static PickleWriter withoutView(PickleWriter id) {
        return id.code('N');
    }

    /** The magic number, the version and the machine, three pickles. */
    public static byte[] legacyHeader() {
        byte[] magic = PickleWriter.begin()
                .number(new BigInteger("1950a86a20f9469cfc6c", 16))
                .stop();
        byte[] version = PickleWriter.begin().number(1001).stop();
        byte[] machine = PickleWriter.begin()
                .dict(sizes -> sizes.text("protocol_version")
                        .number(1001)
                        .text("little_endian")
                        .code(0x88))
                .stop();
        return new PickleWriter().raw(magic).raw(version).raw(machine).toBytes();
    }

    /** The list of keys, a pickle. */
    public static byte[] legacyKeys(List<String> keys) {
        PickleWriter pickle = PickleWriter.begin().code(']', '(');
        keys.forEach(pickle::text);
        return pickle.code('e').stop();
    }

    /** A count and the numbers. */
    public static byte[] legacyStorage(Storage storage) {
        return new PickleWriter().raw8(storage.elements).raw(storage.data()).toBytes();
    }
}

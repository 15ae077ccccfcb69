package io.sfumato.tensor.testkit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** ZIP files that lie about their entries. */
final class HostileZips {
    private static final String DATA = "archive/data/0";
    private static final String PICKLE = "archive/data.pkl";

    static final List<HostileFile> ALL = List.of(
            entry("an entry that climbs out of the folder", "leads out", "../../evil"),
            entry("an entry that climbs later", "leads out", "archive/../../evil"),
            entry("an entry from the root", "leads out", "/etc/evil"),
            entry("an entry with backslashes", "leads out", "archive\\..\\evil"),
            entry("an entry with a line break", "leads out", "archive/a\nb"),
            entry("two pickles", "2 entries", "other/data.pkl"),
            entry("a TorchScript program", "TorchScript", "archive/constants.pkl"),
            zip("an entry twice", "is there twice", zip -> zip.rename("archive/extra!", bytes(DATA))),
            zip("a name that is not UTF-8", "not UTF-8", zip -> zip.rename(DATA, latin("archive/data/\u00ff"))),
            zip(
                    "another name in the entry itself",
                    "another name",
                    zip -> zip.renameLocally(DATA, bytes("archive/data/1"))),
            zip("an encrypted entry", "encrypted", zip -> zip.central2(DATA, 8, 1)),
            zip("an entry of an unknown method", "compressed", zip -> zip.central2(DATA, 10, 99)),
            zip("an entry of two sizes", "compressed", zip -> zip.central4(DATA, 24, 4_000_000_000L)),
            zip("an entry before its header", "is not where", zip -> zip.central4(DATA, 42, 5)),
            zip("an entry beyond the file", "outside", zip -> zip.central4(DATA, 42, 0x7fff_fff0)),
            zip("an entry longer than the file", "is not where", zip -> zip.central4(DATA, 20, 1 << 30)
                    .central4(DATA, 24, 1 << 30)),
            zip("an entry that covers the next", "overlaps", zip -> zip.central4(PICKLE, 20, covering())
                    .central4(PICKLE, 24, covering())),
            zip("an entry without a header", "is not where", zip -> zip.local4(DATA, 0, 0)),
            zip("a header whose name is too long", "is not where", zip -> zip.local4(DATA, 26, -1)),
            zip("a directory beyond the file", "the file has not", zip -> zip.end4(16, 0x7fff_0000)),
            zip("a directory longer than the file", "the file has not", zip -> zip.end4(12, 0x7fff_0000)),
            zip("a directory that begins elsewhere", "damaged", zip -> zip.end4(16, zip.directory() - 1)),
            zip("more entries than the directory has", "not one of a checkpoint", zip -> zip.end2(8, 5_000)
                    .end2(10, 5_000)),
            zip("fewer entries than the directory has", "more than the 2", zip -> zip.end2(8, 2)
                    .end2(10, 2)),
            zip("a name longer than the directory", "damaged", zip -> zip.central2(DATA, 28, 0xffff)),
            zip("a part of several disks", "part of several", zip -> zip.end2(4, 3)),
            zip("sizes of 64 bits that are missing", "lacks", zip -> zip.central4(DATA, 24, -1)),
            HostileFile.of("a ZIP64 directory beyond the file", "the file has not", () -> {
                ZipBytes zip = good();
                return zip.zip64(Long.MAX_VALUE - 5, zip.directorySize(), 5);
            }),
            HostileFile.of("a ZIP64 directory before the file", "the file has not", () -> {
                ZipBytes zip = good();
                return zip.zip64(-1, zip.directorySize(), 5);
            }),
            HostileFile.of("a ZIP64 directory of 8 EiB", "the file has not", () -> {
                ZipBytes zip = good();
                return zip.zip64(zip.directory(), Long.MAX_VALUE, 5);
            }),
            HostileFile.of("a ZIP64 directory of countless entries", "not one of a checkpoint", () -> {
                ZipBytes zip = good();
                return zip.zip64(zip.directory(), zip.directorySize(), Long.MAX_VALUE);
            }),
            HostileFile.of("a ZIP64 record beyond the file", "ZIP64", HostileZips::lostRecord),
            HostileFile.of("compressed data", "'archive/data/0' is compressed", () -> deflated(DATA, new byte[24])),
            HostileFile.of(
                    "a ZIP bomb", "'archive/data.pkl' is compressed", () -> deflated(PICKLE, new byte[100 << 20])),
            with("the other byte order", "'big'", "archive/byteorder", "big"),
            with("a byte order of many bytes", "bytes of text", "archive/byteorder", "little".repeat(99)),
            HostileFile.of(
                    "a ZIP file of pictures",
                    "0 entries",
                    () -> TorchFile.zip(Map.of("a.png", new byte[3], "b.png", new byte[3]))),
            HostileFile.of("a ZIP file without entries", "0 entries", () -> TorchFile.zip(Map.of())),
            HostileFile.of("a ZIP file cut in half", "directory is missing", () -> cut(500)),
            HostileFile.of(
                    "a ZIP file cut in its directory", "directory is missing", () -> cut(good().directory() + 50)),
            HostileFile.of("a ZIP file of four bytes", "directory is missing", () -> cut(4)),
            new HostileFile("a pickle of 65 MiB", ".ckpt", "expected at most", HostileZips::largePickle));

    private HostileZips() {}

    private static void largePickle(Path file) throws IOException {
        try (SparseZip zip = new SparseZip(file)) {
            zip.entry(PICKLE, TorchFile.small().pickle(), 65 << 20);
            zip.entry(DATA, new byte[24], 24);
        }
    }

    private static ZipBytes good() {
        return new ZipBytes(TorchFile.zip(entries()));
    }

    private static Map<String, byte[]> entries() {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put(PICKLE, TorchFile.small().pickle());
        entries.put(DATA, TorchFile.Storage.floats(1, 2, 3, 4, 5, 6).data());
        entries.put("archive/extra!", bytes("extra"));
        entries.put("archive/version", bytes("3\n"));
        return entries;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] cut(int length) {
        return Arrays.copyOf(good().toBytes(), length);
    }

    /** More bytes than the pickle has, and less than follow it. */
    private static int covering() {
        return TorchFile.small().pickle().length + 60;
    }

    /** A locator of the 64-bit directory that points behind the file. */
    private static byte[] lostRecord() {
        ZipBytes zip = good();
        byte[] longer = zip.zip64(zip.directory(), zip.directorySize(), 5);
        Arrays.fill(longer, longer.length - 34, longer.length - 27, (byte) 0x7f);
        return longer;
    }

    /** A good file but for one entry, which is packed. */
    private static byte[] deflated(String name, byte[] data) {
        Map<String, byte[]> entries = entries();
        entries.put(name, data);
        return TorchFile.zip(entries, Set.of(name));
    }

    private static HostileFile entry(String name, String complaint, String entry) {
        return with(name, complaint, entry, "text");
    }

    /** A good file with one more entry. */
    private static HostileFile with(String name, String complaint, String entry, String text) {
        return HostileFile.of(name, complaint, () -> {
            Map<String, byte[]> entries = entries();
            entries.put(entry, bytes(text));
            return TorchFile.zip(entries);
        });
    }

    /** A good file in which {@code lie} changes some numbers. */
    private static HostileFile zip(String name, String complaint, Function<ZipBytes, ZipBytes> lie) {
        return HostileFile.of(name, complaint, () -> lie.apply(good()).toBytes());
    }
}

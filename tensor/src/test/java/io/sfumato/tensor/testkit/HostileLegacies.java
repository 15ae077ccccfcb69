package io.sfumato.tensor.testkit;

import io.sfumato.tensor.testkit.TorchFile.Storage;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/** Files of the format before PyTorch 1.6 that are damaged or lie. */
final class HostileLegacies {
    private static final Storage STORAGE = Storage.floats(1, 2, 3, 4, 5, 6);

    static final List<HostileFile> ALL = List.of(
            of("a pickle that is no checkpoint", "not one of torch.save", () -> PickleWriter.begin()
                    .dict(items -> items.text("weight").number(1))
                    .stop()),
            of("a bare pickle that calls os.system", "posix.system", () -> PickleWriter.begin()
                    .call("posix.system", arguments -> arguments.text("touch pwned"))
                    .stop()),
            of("a bare pickle of protocol 4 that calls exec", "builtins.exec", () -> new PickleWriter()
                    .code(0x80, 4)
                    .stackGlobal("builtins.exec")
                    .tuple(arguments -> arguments.text("print()"))
                    .code('R')
                    .stop()),
            of(
                    "a version of the future",
                    "unknown version",
                    () -> joined(
                            header(0, 15), PickleWriter.begin().number(2002).stop())),
            of(
                    "a machine with the other byte order",
                    "not little endian",
                    () -> joined(
                            header(0, 22),
                            PickleWriter.begin()
                                    .dict(sizes -> sizes.text("little_endian").code(0x89))
                                    .stop())),
            of(
                    "a machine that is a call",
                    "posix.system",
                    () -> joined(
                            header(0, 22),
                            PickleWriter.begin()
                                    .call("posix.system", none -> none)
                                    .stop())),
            of(
                    "keys that are a call",
                    "posix.system",
                    () -> joined(
                            body(),
                            PickleWriter.begin()
                                    .call("posix.system", none -> none)
                                    .stop())),
            of(
                    "keys that are a dict",
                    "a dict, expected a list",
                    () -> joined(body(), PickleWriter.begin().code('}').stop())),
            of(
                    "a key that is a number",
                    "an int, expected a str",
                    () -> joined(
                            body(),
                            PickleWriter.begin().code(']').number(0).code('a').stop())),
            of(
                    "a key that no tensor has",
                    "described nowhere",
                    () -> joined(
                            body(), TorchFile.legacyKeys(List.of("0", "../evil")), TorchFile.legacyStorage(STORAGE))),
            of(
                    "a key twice",
                    "there twice",
                    () -> joined(
                            body(),
                            TorchFile.legacyKeys(List.of("0", "0")),
                            TorchFile.legacyStorage(STORAGE),
                            TorchFile.legacyStorage(STORAGE))),
            of("no keys", "does not have", () -> joined(body(), TorchFile.legacyKeys(List.of()))),
            of("a count of negative length", "-1 elements", () -> stored(-1)),
            of("a count that overflows in bytes", "4611686018427387904 elements", () -> stored(1L << 62)),
            of("a count beyond the file", "7 elements begins", () -> stored(7)),
            of("a count below the description", "has 20 bytes", () -> stored(5)),
            of("an old file cut after its header", "7 are left", () -> header(0, 63)),
            of("an old file cut in its object", "ends early", () -> cut(100)),
            of("an old file cut before its keys", "ends early", () -> joined(body())),
            of("an old file cut before its data", "at the end of the file", () -> cut(-32)),
            of("an old file cut in a count", "at the end of the file", () -> cut(-25)),
            of("an old file cut in its data", "cut short", () -> cut(-1)));

    private HostileLegacies() {}

    private static byte[] header(int from, int to) {
        return Arrays.copyOfRange(TorchFile.legacyHeader(), from, to);
    }

    /** Everything before the keys. */
    private static byte[] body() {
        byte[] whole = TorchFile.small().legacy();
        int keys = TorchFile.legacyKeys(List.of("0")).length;
        return Arrays.copyOf(whole, whole.length - keys - TorchFile.legacyStorage(STORAGE).length);
    }

    private static byte[] stored(long count) {
        return joined(
                body(),
                TorchFile.legacyKeys(List.of("0")),
                TorchFile.legacyStorage(new Storage("FloatStorage", count, STORAGE.data())));
    }

    /** The first bytes of a good file; all but the last where negative. */
    private static byte[] cut(int length) {
        byte[] whole = TorchFile.small().legacy();
        return Arrays.copyOf(whole, length < 0 ? whole.length + length : length);
    }

    private static byte[] joined(byte[]... parts) {
        PickleWriter joined = new PickleWriter();
        for (byte[] part : parts) {
            joined.raw(part);
        }
        return joined.toBytes();
    }

    private static HostileFile of(String name, String complaint, Supplier<byte[]> bytes) {
        return HostileFile.of(name, complaint, bytes);
    }
}

package io.sfumato.tensor.testkit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Indexes of files in parts that lead elsewhere or to nothing. */
final class HostileIndexes {
    private static final String PART = "a-part-of-an-index.safetensors";

    static final List<HostileFile> ALL = List.of(
            part("a part outside of the folder", "plain name", "../secret.safetensors"),
            part("a part further down", "plain name", "sub/part.safetensors"),
            part("a part from the root", "plain name", "/etc/passwd"),
            part("a part with backslashes", "plain name", "..\\\\secret.safetensors"),
            part("a part on another drive", "plain name", "C:secret.safetensors"),
            part("a part that is the folder", "plain name", "."),
            part("a part that is the folder above", "plain name", ".."),
            part("a part without a name", "plain name", ""),
            part("a part with a NUL in its name", "plain name", "part\\u0000.safetensors"),
            part("a part with a very long name", "plain name", "n".repeat(5_000)),
            part("a part that is missing", "no such file", "missing.safetensors"),
            index("a part that is a number", "plain name", "{\"weight_map\":{\"weight\":5}}"),
            index(
                    "a tensor that is not in its part",
                    "does not have it",
                    "{\"weight_map\":{\"bias\":\"" + PART + "\"}}"),
            index(
                    "a tensor twice in an index",
                    "Duplicate",
                    "{\"weight_map\":{\"weight\":\"" + PART + "\",\"weight\":\"" + PART + "\"}}"),
            index("an index without a map", "without a weight_map", "{\"metadata\":{\"total_size\":8}}"),
            index("an index of nothing", "without a weight_map", "{\"weight_map\":{}}"),
            index("an index that is an answer of a server", "without a weight_map", "{\"error\":\"not found\"}"),
            index("an index cut short", "not valid JSON", "{\"weight_map\":{\"weight\":\"a"),
            index("an index with something after it", "not valid JSON", "{\"weight_map\":{}} {}"),
            index("an index nested without end", "not valid JSON", "{\"a\":".repeat(100_000)),
            new HostileFile(
                    "an index that is its own part",
                    ".safetensors.index.json",
                    "is an index",
                    file -> Files.writeString(file, map(file.getFileName().toString()))),
            new HostileFile("a part that calls os.system", ".safetensors.index.json", "posix.system", file -> {
                Files.write(
                        file.resolveSibling("a-part-that-is-evil.bin"),
                        TorchFile.small()
                                .zip(PickleWriter.begin()
                                        .call("posix.system", none -> none)
                                        .stop()));
                Files.writeString(file, map("a-part-that-is-evil.bin"));
            }),
            new HostileFile(
                    "an index of 20 MB",
                    ".safetensors.index.json",
                    "expected at most",
                    file -> Files.writeString(file, "{\"weight_map\":{" + " ".repeat(20_000_000))));

    private HostileIndexes() {}

    private static String map(String part) {
        return "{\"metadata\":{},\"weight_map\":{\"weight\":\"" + part + "\"}}";
    }

    private static HostileFile part(String name, String complaint, String part) {
        return index(name, complaint, map(part));
    }

    private static HostileFile index(String name, String complaint, String json) {
        return new HostileFile(name, ".safetensors.index.json", complaint, file -> {
            writePart(file.resolveSibling(PART));
            Files.writeString(file, json);
        });
    }

    /** A good part with one tensor, {@code weight}. */
    private static void writePart(Path file) throws IOException {
        byte[] header = "{\"weight\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}"
                .getBytes(StandardCharsets.UTF_8);
        Files.write(
                file, new PickleWriter().raw8(header.length).raw(header).raw8(0).toBytes());
    }
}

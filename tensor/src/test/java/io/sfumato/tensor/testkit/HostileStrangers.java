package io.sfumato.tensor.testkit;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What is not a file of tensors at all, under the name of one; and safetensors files that are damaged. */
final class HostileStrangers {
    private static final String TENSOR = "{\"weight\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}";

    static final List<HostileFile> ALL = List.of(
            text("an empty file", "is empty", ""),
            text(
                    "a pointer of Git LFS",
                    "git lfs pull",
                    "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 4265380512\n"),
            text("a web page", "web page", "\n<!DOCTYPE html>\n<html><body>Sign in</body></html>"),
            text("an error of a store in XML", "web page", "<?xml version=\"1.0\"?><Error>AccessDenied</Error>"),
            text("plain text", "begins with the bytes 68 65 6c 6c 6f", "hello, these are weights"),
            text("one byte", "begins with the bytes 41", "A"),
            text("a pickle in plain text", "begins with the bytes 63", "cposix\nsystem\n(S'touch pwned'\ntR."),
            text("a gzip archive", "gzip", "\u001f\u008b\u0008\u0000"),
            text("an HDF5 file", "HDF5", "\u0089HDF\r\n\u001a\n"),
            text("a GGUF file", "GGUF", "GGUF\u0003\u0000\u0000\u0000"),
            safetensors("a header cut short", "cut short", 5_000, "{}"),
            safetensors("a header that is no JSON", "not valid JSON", 8, "{weight}"),
            safetensors("a tensor beyond its file", "cut short", TENSOR.length(), TENSOR),
            new HostileFile("a folder", ".ckpt", "is a folder", Files::createDirectories),
            new HostileFile("nothing", ".ckpt", "no such file", file -> {}),
            new HostileFile(
                    "a link to nothing",
                    ".ckpt",
                    "links to nothing",
                    file -> Files.createSymbolicLink(file, Path.of("nowhere"))));

    private HostileStrangers() {}

    private static HostileFile text(String name, String complaint, String text) {
        return HostileFile.of(name, complaint, () -> text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static HostileFile safetensors(String name, String complaint, long declared, String header) {
        return new HostileFile(
                name,
                ".safetensors",
                complaint,
                file -> Files.write(
                        file,
                        new PickleWriter()
                                .raw8(declared)
                                .raw(header.getBytes(StandardCharsets.UTF_8))
                                .toBytes()));
    }
}

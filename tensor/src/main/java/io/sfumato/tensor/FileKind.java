package io.sfumato.tensor;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/** The kinds of file with tensors, told by how they begin. Names and endings say nothing: people rename files. */
enum FileKind {
    SAFETENSORS,
    CHECKPOINT_ZIP,
    CHECKPOINT_PICKLES,
    SHARD_INDEX;

    private static final int HEAD = 512;
    private static final int SHOWN = 8;
    private static final String EXPECTED =
            "expected a PyTorch checkpoint (.ckpt, .pt, .pth, .bin), a .safetensors file or a .safetensors.index.json";

    /** Other files that get the names of these, by their first bytes. */
    private static final Map<String, String> STRANGERS = new LinkedHashMap<>();

    static {
        STRANGERS.put(
                "version https://git-lfs",
                "a Git LFS pointer, not the weights themselves. Fetch them with: git lfs pull");
        STRANGERS.put("\u001f\u008b", "a gzip archive. Unpack it first");
        STRANGERS.put("\u0089HDF", "an HDF5 file, as Keras writes it; " + EXPECTED);
        STRANGERS.put("GGUF", "a GGUF file; " + EXPECTED);
    }

    /** Opens a file of this kind. */
    TensorArchive open(Path file) {
        return switch (this) {
            case SAFETENSORS -> StoredFile.open(file, SafetensorsHeader::read);
            case CHECKPOINT_ZIP -> StoredFile.open(file, CheckpointZip::read);
            case CHECKPOINT_PICKLES -> StoredFile.open(file, CheckpointPickles::read);
            case SHARD_INDEX -> ShardedFile.open(file);
        };
    }

    /** Looks into a file. Throws {@link ArchiveException} where it is none of these kinds. */
    static FileKind of(Path file) {
        checkIsFile(file);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long size = channel.size();
            byte[] head = new Extent(0, Math.min(HEAD, size)).read(channel).array();
            return of(head, size);
        } catch (FormatException e) {
            throw new ArchiveException(file + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw new ArchiveException(file + " cannot be read: " + FileTrouble.of(e), e);
        }
    }

    /** A pipe would be waited for, a device read for ever. */
    private static void checkIsFile(Path file) {
        if (Files.isDirectory(file)) {
            throw new ArchiveException(file + " is a folder, " + EXPECTED);
        }
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new ArchiveException(file + " is a device or a pipe, " + EXPECTED);
        }
        if (!Files.exists(file)) {
            throw new ArchiveException(file + " cannot be read: "
                    + (Files.exists(file, LinkOption.NOFOLLOW_LINKS)
                            ? "it links to nothing"
                            : "there is no such file"));
        }
    }

    private static FileKind of(byte[] head, long size) {
        String text = new String(head, StandardCharsets.ISO_8859_1);
        if (size == 0) {
            throw new FormatException("the file is empty, " + EXPECTED + ". Was the download complete?");
        }
        if (text.startsWith("PK\u0003\u0004") || text.startsWith("PK\u0005\u0006")) {
            return CHECKPOINT_ZIP;
        }
        if (isSafetensors(head)) {
            return SAFETENSORS;
        }
        if (text.matches("(?s)\u0080[\u0002-\u0005].*")) {
            return CHECKPOINT_PICKLES;
        }
        if (text.stripLeading().startsWith("{")) {
            return SHARD_INDEX;
        }
        throw new FormatException(stranger(text));
    }

    /** A plausible length of the header. Its upper bytes are zero, which no text has, nor a pickle, which may begin alike. */
    private static boolean isSafetensors(byte[] head) {
        if (head.length < Long.BYTES) {
            return false;
        }
        long length = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN).getLong();
        return length >= 2 && length <= SafetensorsHeader.LONGEST;
    }

    private static String stranger(String text) {
        for (Map.Entry<String, String> known : STRANGERS.entrySet()) {
            if (text.startsWith(known.getKey())) {
                return known.getValue();
            }
        }
        if (text.stripLeading().startsWith("<")) {
            return "a web page or XML, not the weights: the download got an error or a login. Download it anew";
        }
        byte[] first = text.substring(0, Math.min(SHOWN, text.length())).getBytes(StandardCharsets.ISO_8859_1);
        return "the file begins with the bytes " + HexFormat.ofDelimiter(" ").formatHex(first) + ", " + EXPECTED;
    }
}

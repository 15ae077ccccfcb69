package io.sfumato.condition.text;

import io.sfumato.condition.ConditionException;
import io.sfumato.tensor.FileTrouble;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** The whole text of a file that a vocabulary is in, plain or gzipped. */
public record VocabularyFile(Path path, String text) {
    /** CLIP's have up to 4 million bytes; a gzipped file may be any size when unpacked. */
    private static final int MOST_BYTES = 16 << 20;

    private static final int GZIP_MAGIC = 0x1f8b;

    /** Reads a file of UTF-8 text. Throws {@link ConditionException} where it is none, or too long for a vocabulary. */
    public static VocabularyFile read(Path path) {
        byte[] bytes = bytes(path);
        if (bytes.length > MOST_BYTES) {
            throw bad(path, "has more than " + MOST_BYTES + " bytes, expected a vocabulary, which has less");
        }
        try {
            return new VocabularyFile(
                    path,
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(bytes))
                            .toString());
        } catch (CharacterCodingException e) {
            throw bad(path, "is not text (UTF-8), expected a vocabulary");
        }
    }

    private static byte[] bytes(Path path) {
        try (InputStream file = new BufferedInputStream(Files.newInputStream(path));
                InputStream plain = isGzipped(file) ? new GZIPInputStream(file) : file) {
            return plain.readNBytes(MOST_BYTES + 1);
        } catch (NoSuchFileException e) {
            throw new ConditionException(path + " is not there, expected a vocabulary", e);
        } catch (IOException e) {
            throw new ConditionException(path + " cannot be read: " + FileTrouble.of(e), e);
        }
    }

    private static boolean isGzipped(InputStream file) throws IOException {
        file.mark(2);
        int magic = file.read() << 8 | file.read();
        file.reset();
        return magic == GZIP_MAGIC;
    }

    public List<String> lines() {
        return text.lines().toList();
    }

    /** What is wrong with this file, said of it. */
    public ConditionException bad(String problem) {
        return bad(path, problem);
    }

    private static ConditionException bad(Path path, String problem) {
        return new ConditionException(path + " " + problem);
    }
}

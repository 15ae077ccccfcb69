package io.sfumato.data.files;

import io.sfumato.data.DataException;
import io.sfumato.data.Known;
import io.sfumato.data.OneOf;
import io.sfumato.data.Utf8;
import io.sfumato.tensor.FileTrouble;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Small texts of strangers. */
final class PlainText {
    /** Bytes of a text; captions are a thousandth of it. */
    static final int MOST_BYTES = 1 << 20;

    private PlainText() {}

    /** One caption a line, blank lines left out. Throws {@link DataException}, which begins with {@code name}. */
    static Known.Words captions(String name, byte[] text) {
        List<String> lines = utf8(name, text)
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
        if (lines.isEmpty()) {
            throw new DataException(name + ": is empty, expected one caption a line");
        }
        return new OneOf(lines);
    }

    static byte[] read(Path file) {
        try (InputStream stream = Files.newInputStream(file)) {
            byte[] text = stream.readNBytes(MOST_BYTES + 1);
            if (text.length > MOST_BYTES) {
                throw new DataException(file + ": more than " + MOST_BYTES + " bytes, expected a short text");
            }
            return text;
        } catch (IOException e) {
            throw new DataException(file + ": cannot be read: " + FileTrouble.of(e), e);
        }
    }

    /** The text without a mark of byte order. */
    static String utf8(String name, byte[] text) {
        try {
            return Utf8.decoded(text);
        } catch (CharacterCodingException e) {
            throw new DataException(name + ": is not UTF-8 text. Was it saved in another encoding?", e);
        }
    }
}

package io.sfumato.data;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Text that strangers have written in UTF-8. Other bytes are refused with a {@link CharacterCodingException}, and a mark of byte
 * order is left out: spreadsheets and editors put one first, and it belongs to no line.
 */
public final class Utf8 {
    private static final char MARK = '\ufeff';

    private Utf8() {}

    /** All of a text. */
    public static String decoded(byte[] text) throws CharacterCodingException {
        String decoded = StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(text))
                .toString();
        return decoded.indexOf(MARK) == 0 ? decoded.substring(1) : decoded;
    }

    /** A text as it comes; the caller closes the stream. */
    public static BufferedReader reader(InputStream stream) throws IOException {
        BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8.newDecoder()));
        reader.mark(1);
        if (reader.read() != MARK) {
            reader.reset();
        }
        return reader;
    }
}

package io.sfumato.data.files;

import io.sfumato.data.DataException;
import io.sfumato.data.Utf8;
import io.sfumato.tensor.FileTrouble;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The lines of a stranger's text, one at a time. */
final class TextLines {
    private static final int MOST_CHARACTERS = 1 << 20; // of a line

    private TextLines() {}

    /** Hears of each line that is not blank, with its number from 1. */
    @FunctionalInterface
    interface Listener {
        void line(int number, String text);
    }

    /** Throws {@link DataException}, which names the line, where they cannot be read. */
    static void read(Path file, Listener listener) {
        try (InputStream stream = Files.newInputStream(file)) {
            read(file, Utf8.reader(stream), listener);
        } catch (CharacterCodingException e) {
            throw new DataException(file + ": is not UTF-8 text. Was it saved in another encoding?", e);
        } catch (IOException e) {
            throw new DataException(file + ": cannot be read: " + FileTrouble.of(e), e);
        }
    }

    private static void read(Path file, Reader reader, Listener listener) throws IOException {
        StringBuilder line = new StringBuilder();
        int number = 1;
        for (int c = reader.read(); ; c = reader.read()) {
            if (c >= 0 && c != '\n') {
                line.append((char) c);
                if (line.length() > MOST_CHARACTERS) {
                    throw new DataException(at(file, number) + "is longer than " + MOST_CHARACTERS + " characters");
                }
                continue;
            }
            if (!line.toString().isBlank()) {
                listener.line(number, line.toString());
            }
            if (c < 0) {
                return;
            }
            line.setLength(0);
            number++;
        }
    }

    /** What messages about a line begin with. */
    static String at(Path file, int line) {
        return file + " line " + line + ": ";
    }
}

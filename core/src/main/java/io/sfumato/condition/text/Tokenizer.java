package io.sfumato.condition.text;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Splits text into ids as a {@code tokenizer.json} says, in a window of fixed size. */
public final class Tokenizer implements AutoCloseable {
    private static final long PAD = 0;

    private final SubwordSplitter splitter;
    private final int window;
    private final String json;

    private Tokenizer(String json, int window) throws IOException {
        this.splitter = SubwordSplitter.of(json);
        this.window = window;
        this.json = json;
    }

    /** Reads a {@code tokenizer.json}. */
    public static Tokenizer open(Path file, int window) throws IOException {
        return new Tokenizer(Files.readString(file, StandardCharsets.UTF_8), window);
    }

    /** Reads a {@code vocab.txt}: see {@link WordPieceVocabulary#read}. */
    public static Tokenizer ofVocabulary(Path file, int window) throws IOException {
        return new Tokenizer(WordPieceVocabulary.read(file).toJson(), window);
    }

    /** The number of ids. */
    public int vocabulary() throws IOException {
        return new ObjectMapper().readTree(json).path("model").path("vocab").size();
    }

    /** The text of the {@code tokenizer.json}. */
    public String json() {
        return json;
    }

    /** The ids of a text, padded to the window. What does not fit is cut, and named in the result. */
    public TokenizedText tokenize(String text) {
        List<Subword> all = splitter.splitFramed(text);
        boolean cut = all.size() > window;
        int read = cut ? window - 1 : all.size();
        List<Long> ids = new ArrayList<>();
        all.subList(0, read).forEach(subword -> ids.add(subword.id()));
        if (cut) {
            ids.add(all.get(all.size() - 1).id()); // the end mark stays
        }
        while (ids.size() < window) {
            ids.add(PAD);
        }
        return new TokenizedText(
                ids, cut ? Optional.of(text.substring(all.get(read).start())) : Optional.empty());
    }

    @Override
    public void close() {
        splitter.close();
    }
}

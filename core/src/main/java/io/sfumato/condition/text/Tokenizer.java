package io.sfumato.condition.text;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.CharSpan;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Splits text into ids as a {@code tokenizer.json} says, in a window of fixed size. */
public final class Tokenizer implements AutoCloseable {
    private static final long PAD = 0;

    static {
        // the library would otherwise ask the network which cloud it runs in
        System.setProperty("OPT_OUT_TRACKING", "true");
        System.setProperty("ai.djl.offline", "true");
    }

    private final HuggingFaceTokenizer tokenizer;
    private final int window;
    private final String json;

    private Tokenizer(HuggingFaceTokenizer tokenizer, int window, String json) {
        this.tokenizer = tokenizer;
        this.window = window;
        this.json = json;
    }

    /** Reads a {@code tokenizer.json}. */
    public static Tokenizer open(Path file, int window) throws IOException {
        HuggingFaceTokenizer tokenizer = HuggingFaceTokenizer.builder()
                .optTokenizerPath(file)
                .optTruncation(false)
                .optPadding(false)
                .build();
        return new Tokenizer(tokenizer, window, Files.readString(file, StandardCharsets.UTF_8));
    }

    /** The number of ids. */
    public int vocabulary() throws IOException {
        return new com.fasterxml.jackson.databind.ObjectMapper()
                .readTree(json)
                .path("model")
                .path("vocab")
                .size();
    }

    /** The text of the {@code tokenizer.json}. */
    public String json() {
        return json;
    }

    /** The ids of a text, padded to the window. What does not fit is cut, and named in the result. */
    public TokenizedText tokenize(String text) {
        Encoding encoding = tokenizer.encode(text, true, false);
        long[] all = encoding.getIds();
        List<Long> ids = new ArrayList<>();
        boolean cut = all.length > window;
        int read = cut ? window - 1 : all.length;
        for (int i = 0; i < read; i++) {
            ids.add(all[i]);
        }
        if (cut) {
            ids.add(all[all.length - 1]); // the end mark stays
        }
        while (ids.size() < window) {
            ids.add(PAD);
        }
        return new TokenizedText(ids, cut ? rest(text, encoding.getCharTokenSpans()[read]) : Optional.empty());
    }

    private static Optional<String> rest(String text, @Nullable CharSpan firstUnread) {
        int start = firstUnread == null ? text.length() : text.offsetByCodePoints(0, firstUnread.getStart());
        return Optional.of(text.substring(start));
    }

    @Override
    public void close() {
        tokenizer.close();
    }
}

package io.sfumato.condition.text;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.CharSpan;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Splits texts as a {@code tokenizer.json} says. Nothing else sees the native library that does. */
public final class SubwordSplitter implements AutoCloseable {
    static {
        // the library would otherwise ask the network which cloud it runs in
        System.setProperty("OPT_OUT_TRACKING", "true");
        System.setProperty("ai.djl.offline", "true");
    }

    /** Half a character: the library would make up to three of it, and count all that follow wrongly. */
    private static final Pattern LONE_SURROGATE = Pattern.compile("\\p{Cs}");

    private final HuggingFaceTokenizer tokenizer;

    private SubwordSplitter(HuggingFaceTokenizer tokenizer) {
        this.tokenizer = tokenizer;
    }

    /** A splitter by the contents of a {@code tokenizer.json}; its truncation and padding are left out. */
    public static SubwordSplitter of(String json) throws IOException {
        return new SubwordSplitter(HuggingFaceTokenizer.newInstance(
                new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)),
                Map.of("truncation", "false", "padding", "false")));
    }

    /** The pieces of a text. */
    public List<Subword> split(String text) {
        return subwords(text, tokenizer.encode(whole(text), false, false));
    }

    /** The pieces of a text between the marks of its begin and its end. */
    public List<Subword> splitFramed(String text) {
        return subwords(text, tokenizer.encode(whole(text), true, false));
    }

    private static String whole(String text) {
        return LONE_SURROGATE.matcher(text).replaceAll("\uFFFD");
    }

    private static List<Subword> subwords(String text, Encoding encoding) {
        int[] starts = starts(text);
        long[] ids = encoding.getIds();
        CharSpan[] spans = encoding.getCharTokenSpans();
        List<Subword> subwords = new ArrayList<>(ids.length);
        for (int i = 0; i < ids.length; i++) {
            // the library counts characters as people do: an emoji is two of Java's
            int character = spans[i] == null ? starts.length - 1 : spans[i].getStart();
            subwords.add(new Subword(ids[i], starts[character]));
        }
        return subwords;
    }

    /** Where each code point begins, and the end of the text. */
    private static int[] starts(String text) {
        int[] starts = new int[text.codePointCount(0, text.length()) + 1];
        for (int i = 1; i < starts.length; i++) {
            starts[i] = text.offsetByCodePoints(starts[i - 1], 1);
        }
        return starts;
    }

    @Override
    public void close() {
        tokenizer.close();
    }
}

package io.sfumato.condition.clip;

import io.sfumato.condition.ConditionException;
import io.sfumato.condition.text.Subword;
import io.sfumato.condition.text.SubwordSplitter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * CLIP's tokenizer (Radford et al. 2021, sec. 2.4): small letters, cut at blanks, digits and signs, then into pairs of
 * bytes. It is OpenAI's to the id on text that needs no repair: see {@link ClipCleaning}.
 */
public final class ClipTokenizer implements AutoCloseable {
    private final BytePairs pairs;
    private final String json;
    private final SubwordSplitter splitter;

    private ClipTokenizer(BytePairs pairs) throws IOException {
        this.pairs = pairs;
        this.json = BytePairJson.of(pairs);
        this.splitter = SubwordSplitter.of(json);
    }

    /**
     * A text that is cleaned and cut.
     *
     * @param clean what was read
     * @param subwords its pieces, without a frame; each starts in {@code clean}
     */
    record Split(String clean, List<Subword> subwords) {}

    /**
     * Reads a {@code tokenizer.json}, of which vocabulary and merges count; a {@code vocab.json} or {@code merges.txt},
     * each with the other beside it; merges alone; OpenAI's {@code bpe_simple_vocab_16e6.txt.gz}; or the first of these in
     * a folder.
     *
     * @throws ConditionException where it is none of them
     */
    public static ClipTokenizer open(Path path) {
        BytePairs pairs = BytePairFiles.read(path);
        try {
            return new ClipTokenizer(pairs);
        } catch (IOException e) {
            throw new ConditionException(path + " is not a tokenizer: " + e.getMessage(), e);
        }
    }

    Split split(String text) {
        String clean = ClipCleaning.clean(text);
        return new Split(clean, splitter.split(clean));
    }

    /** The ids of a text, without a frame. */
    public List<Long> ids(String text) {
        return split(text).subwords().stream().map(Subword::id).toList();
    }

    /** The id that is before every text. */
    public long begin() {
        return pairs.ids().get(BytePairs.BEGIN);
    }

    /** The id that is after every text, and fills the rest of its window. */
    public long end() {
        return pairs.ids().get(BytePairs.END);
    }

    /** The number of ids that an embedding must have. */
    public int vocabulary() {
        return pairs.size();
    }

    /** The text of a {@code tokenizer.json} that says the same. */
    public String json() {
        return json;
    }

    @Override
    public void close() {
        splitter.close();
    }
}

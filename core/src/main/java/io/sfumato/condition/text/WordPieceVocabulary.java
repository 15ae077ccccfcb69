package io.sfumato.condition.text;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sfumato.condition.ConditionException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A WordPiece vocabulary (Wu et al. 2016): read from a file, or made of a data set's own words, every word whole, with
 * letters and common endings for words that it does not know.
 */
public final class WordPieceVocabulary {
    private static final String PAD = "[PAD]";
    private static final List<String> SPECIAL = List.of(PAD, "[UNK]", "[CLS]", "[SEP]");
    private static final String MASK = "[MASK]";
    private static final List<String> ENDINGS =
            List.of("##s", "##es", "##ed", "##er", "##est", "##ing", "##ish", "##less", "##like", "##ly", "##y");
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{M}\\p{N}]+|[^\\s\\p{L}\\p{M}\\p{N}]");
    private static final Pattern MARKS = Pattern.compile("\\p{Mn}+");

    private final List<String> pieces;

    private WordPieceVocabulary(List<String> pieces) {
        this.pieces = pieces;
    }

    /** The vocabulary of all words of {@code texts}. */
    public static WordPieceVocabulary of(Collection<String> texts) {
        Set<String> words = new TreeSet<>();
        Set<String> letters = new TreeSet<>();
        for (String text : texts) {
            Matcher matcher = WORD.matcher(plain(text));
            while (matcher.find()) {
                words.add(matcher.group());
                matcher.group().codePoints().mapToObj(Character::toString).forEach(letters::add);
            }
        }
        "abcdefghijklmnopqrstuvwxyz0123456789,.!?'-"
                .chars()
                .mapToObj(Character::toString)
                .forEach(letters::add);
        Set<String> pieces = new LinkedHashSet<>(SPECIAL);
        pieces.addAll(letters);
        letters.forEach(letter -> pieces.add("##" + letter));
        pieces.addAll(ENDINGS);
        pieces.addAll(words);
        return new WordPieceVocabulary(List.copyOf(pieces));
    }

    /**
     * Reads a {@code vocab.txt}, one piece a line, ids counted from 0: that of bert-base-uncased and its like, which read
     * capitals as small letters and know no accents. Throws {@link ConditionException} where it is none.
     */
    public static WordPieceVocabulary read(Path file) {
        VocabularyFile read = VocabularyFile.read(file);
        Set<String> pieces = new LinkedHashSet<>();
        for (String piece : read.lines()) {
            if (piece.isBlank() || !pieces.add(piece)) {
                throw read.bad("has '" + piece + "' in line " + (pieces.size() + 1)
                        + ", expected one piece a line, each once: is it a vocab.txt?");
            }
        }
        if (!pieces.containsAll(SPECIAL) || !pieces.iterator().next().equals(PAD)) {
            throw read.bad("is no vocab.txt of WordPieces: expected the first line to be " + PAD + ", and lines "
                    + String.join(", ", SPECIAL.subList(1, SPECIAL.size())));
        }
        return new WordPieceVocabulary(List.copyOf(pieces));
    }

    private static String plain(String text) {
        String decomposed =
                java.text.Normalizer.normalize(text.toLowerCase(Locale.ROOT), java.text.Normalizer.Form.NFD);
        return MARKS.matcher(decomposed).replaceAll("");
    }

    /** The number of ids. */
    public int size() {
        return pieces.size();
    }

    /** The contents of a {@code tokenizer.json}. */
    public String toJson() {
        ObjectNode root = new ObjectMapper().createObjectNode();
        root.put("version", "1.0").putNull("truncation").putNull("padding");
        ArrayNode added = root.putArray("added_tokens");
        for (String special : specials()) {
            added.addObject()
                    .put("id", pieces.indexOf(special))
                    .put("content", special)
                    .put("single_word", false)
                    .put("lstrip", false)
                    .put("rstrip", false)
                    .put("normalized", false)
                    .put("special", true);
        }
        root.putObject("normalizer")
                .put("type", "BertNormalizer")
                .put("clean_text", true)
                .put("handle_chinese_chars", true)
                .put("strip_accents", true)
                .put("lowercase", true);
        root.putObject("pre_tokenizer").put("type", "BertPreTokenizer");
        addFrame(root.putObject("post_processor"));
        root.putObject("decoder").put("type", "WordPiece").put("prefix", "##").put("cleanup", true);
        ObjectNode model = root.putObject("model")
                .put("type", "WordPiece")
                .put("unk_token", "[UNK]")
                .put("continuing_subword_prefix", "##")
                .put("max_input_chars_per_word", 100);
        ObjectNode vocabulary = model.putObject("vocab");
        for (int id = 0; id < pieces.size(); id++) {
            vocabulary.put(pieces.get(id), id);
        }
        return root.toString();
    }

    /** In the order of their ids. */
    private List<String> specials() {
        return pieces.stream()
                .filter(piece -> piece.equals(MASK) || SPECIAL.contains(piece))
                .toList();
    }

    /** [CLS] text [SEP]. */
    private void addFrame(ObjectNode processor) {
        processor.put("type", "TemplateProcessing");
        ArrayNode single = processor.putArray("single");
        addToken(single, "[CLS]");
        single.addObject().putObject("Sequence").put("id", "A").put("type_id", 0);
        addToken(single, "[SEP]");
        processor.putArray("pair");
        ObjectNode tokens = processor.putObject("special_tokens");
        for (String name : List.of("[CLS]", "[SEP]")) {
            ObjectNode token = tokens.putObject(name);
            token.put("id", name);
            token.putArray("ids").add(pieces.indexOf(name));
            token.putArray("tokens").add(name);
        }
    }

    private static void addToken(ArrayNode frame, String name) {
        frame.addObject().putObject("SpecialToken").put("id", name).put("type_id", 0);
    }
}

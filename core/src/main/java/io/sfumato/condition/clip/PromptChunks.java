package io.sfumato.condition.clip;

import io.sfumato.condition.text.Subword;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A prompt cut into chunks, each of which CLIP reads alone. A section of the prompt begins a chunk, and takes as many as
 * its tokens fill; the last section, where it is empty, takes none beside others.
 *
 * @param unread what is beyond the last chunk that is read, where anything is
 */
record PromptChunks(List<Chunk> chunks, Optional<String> unread) {
    /** Longer contexts slow down every step of sampling: this is 600 tokens, about 450 words. */
    static final int MOST = 8;

    /** Begin and end. */
    private static final int FRAME = 2;

    PromptChunks {
        chunks = List.copyOf(chunks);
    }

    /** Reads a prompt for windows of more than two tokens. */
    static PromptChunks of(WeightedPrompt prompt, ClipTokenizer tokenizer, int window) {
        List<List<Piece>> rows = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        for (List<WeightedText> section : prompt.sections()) {
            rows.addAll(cut(pieces(section, tokenizer, texts), window - FRAME));
        }
        if (rows.size() > 1 && rows.get(rows.size() - 1).isEmpty()) {
            rows.remove(rows.size() - 1);
        }
        List<Chunk> chunks = rows.stream()
                .limit(MOST)
                .map(row -> Chunk.of(row.stream().map(Piece::token).toList(), tokenizer, window))
                .toList();
        return new PromptChunks(chunks, firstBeyond(rows).map(piece -> from(piece, texts)));
    }

    /** A token, and where it is from: the number of a text, and a place in it. */
    private record Piece(Chunk.Token token, int text, int start) {}

    private static List<Piece> pieces(List<WeightedText> section, ClipTokenizer tokenizer, List<String> texts) {
        List<Piece> pieces = new ArrayList<>();
        for (WeightedText words : section) {
            ClipTokenizer.Split split = tokenizer.split(words.text());
            for (Subword subword : split.subwords()) {
                Chunk.Token token = new Chunk.Token(subword.id(), words.weight());
                pieces.add(new Piece(token, texts.size(), subword.start()));
            }
            texts.add(split.clean());
        }
        return pieces;
    }

    /** Rows of {@code room} pieces, the last of which may be shorter; one empty row of nothing. */
    private static List<List<Piece>> cut(List<Piece> pieces, int room) {
        List<List<Piece>> rows = new ArrayList<>();
        for (int start = 0; start == 0 || start < pieces.size(); start += room) {
            rows.add(pieces.subList(start, Math.min(start + room, pieces.size())));
        }
        return rows;
    }

    private static Optional<Piece> firstBeyond(List<List<Piece>> rows) {
        return rows.stream().skip(MOST).flatMap(List::stream).findFirst();
    }

    private static String from(Piece piece, List<String> texts) {
        String rest = texts.get(piece.text()).substring(piece.start());
        String others = texts.stream().skip(piece.text() + 1L).collect(Collectors.joining(" "));
        return (rest + " " + others).strip();
    }
}

package io.sfumato.data.emoji;

import io.sfumato.data.Example;
import io.sfumato.data.Split;
import java.util.List;

/** The README of the data set: what it is, whose drawings it holds, and under which licences. */
record DataCard(int size, List<EmojiSet> sets, List<Example> examples) {
    String text() {
        return """
                # Emoji in %d hands

                %,d pictures of %,d concepts, %d x %d pixels, red, green and blue, on white. Flags and variants that
                differ only in skin tone are left out. `metadata.jsonl` has a line for each picture: file name, label,
                captions, tags, style, concept, category, split and source package.

                ## Sources

                | style | pictures | held out | package | licence | drawings |
                |---|---:|---:|---|---|---|
                %s
                Labels, tags and categories: %s, %s, %s.

                The pictures are rasterised from the drawings, otherwise unchanged. Each stays under the licence of its
                source. CC-BY-4.0 (https://creativecommons.org/licenses/by/4.0/) asks you to name the source; so do
                Apache-2.0 (https://www.apache.org/licenses/LICENSE-2.0) and MIT
                (https://opensource.org/license/mit) where the drawings are passed on.

                ## Held out

                %s
                """.formatted(
                        sets.size(),
                        examples.size(),
                        examples.stream().map(Example::concept).distinct().count(),
                        size,
                        size,
                        rows(),
                        Emojibase.ATTRIBUTION,
                        Emojibase.SOURCE,
                        Emojibase.LICENCE,
                        HoldOut.RULE);
    }

    private String rows() {
        StringBuilder rows = new StringBuilder();
        for (EmojiSet set : sets) {
            List<Example> drawn = examples.stream()
                    .filter(example -> example.style().equals(set.style()))
                    .toList();
            long heldOut = drawn.stream()
                    .filter(example -> example.split() == Split.HELD_OUT)
                    .count();
            rows.append("| ").append(set.style());
            rows.append(" | ").append(drawn.size());
            rows.append(" | ").append(heldOut);
            rows.append(" | ").append(set.source());
            rows.append(" | ").append(set.licence());
            rows.append(" | ").append(set.attribution()).append(" |\n");
        }
        return rows.toString();
    }
}

package io.sfumato.data.emoji;

import java.util.List;

/**
 * What a data set is made of.
 *
 * @param sets the hands
 * @param labels the package with labels and tags
 */
record EmojiSources(List<EmojiSet> sets, NpmPackage labels) {
    static final EmojiSources ALL = new EmojiSources(EmojiSet.ALL, Emojibase.SOURCE);
}

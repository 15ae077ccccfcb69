package io.sfumato.data.emoji;

import java.util.List;
import java.util.Map;

/**
 * The drawings of one package that we may use: none hidden, none with a skin tone.
 *
 * @param set which set it is
 * @param icons the drawings, in the order of the package
 * @param aliases other names of a drawing
 * @param codePoints the emoji a drawing stands for, as lower-case hex joined with hyphens; empty in older packages
 * @param categories the set's own category of a drawing
 */
record IconSet(
        EmojiSet set,
        List<Icon> icons,
        Map<String, List<String>> aliases,
        Map<String, List<String>> codePoints,
        Map<String, String> categories) {}

package io.sfumato.data;

import java.nio.file.Path;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * One picture and what is known about it.
 *
 * @param image where the picture is
 * @param label its name in plain lower-case words
 * @param tags words people also use for it; often ambiguous
 * @param captions ready captions, the canonical one first
 * @param style whose hand drew it, as written in prompts
 * @param concept what it shows: the same in every style
 * @param category the group of concepts it belongs to
 * @param split what it may be used for
 * @param source the package it came from
 */
public record Example(
        Path image,
        String label,
        List<String> tags,
        List<String> captions,
        String style,
        String concept,
        String category,
        Split split,
        String source)
        implements Known.Words {

    /** Takes copies of the lists. */
    public Example {
        tags = List.copyOf(tags);
        captions = List.copyOf(captions);
    }

    /** The one caption that names both concept and style: {@code "red apple, noto style"}. */
    public String canonicalCaption() {
        return Captions.canonical(label, style);
    }

    @Override
    public String canonical() {
        return canonicalCaption();
    }

    @Override
    public List<String> texts() {
        return Stream.concat(captions.stream(), tags.stream()).toList();
    }

    @Override
    public String varied(RandomGenerator random) {
        return Captions.varied(this, random);
    }
}

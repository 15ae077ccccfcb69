package io.sfumato.train;

import java.util.List;
import java.util.Optional;

/** What a network is told, where it comes from, and what of it reaches the network. */
enum Told {
    NOTHING("pictures", "{type: wordless, model: {type: none}}", 4, "null", ""),
    NOTHING_OF_CLASSES("classes", "{type: wordless, model: {type: none}}", 4, "null", ""),
    NOTHING_OF_MAPS("label_maps", "{type: wordless, model: {type: none}}", 4, "null", ""),
    WORDS(
            "captions",
            "{type: own_words, window: 8, width: 16, layers: 1, pooling: none, sketch: null}",
            4,
            "null",
            "text."),
    CLASS_TOKEN(
            "classes",
            "{type: wordless, model: {type: class_token, sizes: {classes: 3, width: 16}}}",
            4,
            "null",
            "class."),
    LABEL("classes", "{type: wordless, model: {type: label, classes: 3}}", 4, "{type: class, count: 3}", ""),
    LAYOUT(
            "boxes",
            "{type: wordless, model: {type: layout, sizes: {vocabulary: 8192, window: 92, width: 16, layers: 1}}}",
            4,
            "null",
            "layout."),
    MAP(
            "label_maps",
            "{type: wordless, model: {type: semantic_map, sizes: {stages: 2, multiplier: 0.5, method: bilinear, kinds: 5, channels: 3}}}",
            7,
            "null",
            "semantic."),
    SMALL("shrunk", "{type: wordless, model: {type: low_resolution}}", 7, "null", ""),
    DEGRADED("shrunk", "{type: wordless, model: {type: low_resolution}}", 7, "null", ""),
    HOLES("holed", "{type: wordless, model: {type: masked_picture}}", 9, "null", ""),
    WORDS_AND_HOLES(WORDS, "{type: holes}", "{type: masked_picture}", 9),
    CLASS_AND_SMALL(CLASS_TOKEN, "{type: small, factor: 4}", "{type: low_resolution}", 7),
    LABEL_AND_DEGRADED(
            LABEL,
            "{type: small, factor: 4, degradation: {type: bsrgan, strength: light}}",
            "{type: low_resolution}",
            7),
    LAYOUT_AND_HOLES(LAYOUT, "{type: holes}", "{type: masked_picture}", 9);

    final String data;
    final String conditioner;
    final int channels;
    final String whole;
    final String parameters;
    final Optional<String> beside;

    Told(String data, String conditioner, int channels, String whole, String parameters) {
        this.data = data;
        this.conditioner = conditioner;
        this.channels = channels;
        this.whole = whole;
        this.parameters = parameters;
        this.beside = Optional.empty();
    }

    /** Two things at once. */
    Told(Told inside, String beside, String conditioner, int channels) {
        this.data = inside.data;
        this.conditioner = "{type: both, beside: " + conditioner + ", inside: " + inside.conditioner + "}";
        this.channels = channels;
        this.whole = inside.whole;
        this.parameters = inside.parameters;
        this.beside = Optional.of(beside);
    }

    String attention() {
        return conditioner.contains("width:")
                ? "{type: cross, heads: {type: fixed, count: 1}, depth: 1, context_width: 16}"
                : "{type: self, heads: {type: fixed, count: 1}}";
    }

    /** What its data say besides where they are. */
    String details() {
        return switch (this) {
            case SMALL -> "  factor: 4\n";
            case DEGRADED -> "  factor: 4\n  degradation: {type: bsrgan, strength: light}\n";
            default -> "";
        };
    }

    String dropout() {
        return isLeftOut() ? "0.25" : "0";
    }

    /** What it is asked while it learns. */
    String prompts() {
        return data.equals("captions") ? "[a thing]" : "[]";
    }

    boolean hearsNothing() {
        return this == NOTHING || this == NOTHING_OF_CLASSES || this == NOTHING_OF_MAPS;
    }

    /** Whether its pictures lie in a folder of their own. */
    boolean isOfPixels() {
        return List.of("boxes", "label_maps", "captions").contains(data);
    }

    boolean isOfClasses() {
        return data.equals("classes") && !hearsNothing();
    }

    /** Whether a condition, or what is heard of it inside the network, is left out now and then. */
    boolean isLeftOut() {
        return isOfClasses() || data.equals("captions");
    }
}

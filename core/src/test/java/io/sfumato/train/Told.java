package io.sfumato.train;

/** What a network is told, where it comes from, and what of it reaches the network. */
enum Told {
    NOTHING("pictures", "{type: none}", 4, "null", ""),
    NOTHING_OF_CLASSES("classes", "{type: none}", 4, "null", ""),
    NOTHING_OF_MAPS("label_maps", "{type: none}", 4, "null", ""),
    CLASS_TOKEN("classes", "{type: class_token, sizes: {classes: 3, width: 16}}", 4, "null", "class."),
    LABEL("classes", "{type: label, classes: 3}", 4, "{type: class, count: 3}", ""),
    LAYOUT(
            "boxes",
            "{type: layout, sizes: {vocabulary: 8192, window: 92, width: 16, layers: 1}}",
            4,
            "null",
            "layout."),
    MAP(
            "label_maps",
            "{type: semantic_map, sizes: {stages: 2, multiplier: 0.5, method: bilinear, kinds: 5, channels: 3}}",
            7,
            "null",
            "semantic."),
    SMALL("shrunk", "{type: low_resolution}", 7, "null", ""),
    DEGRADED("shrunk", "{type: low_resolution}", 7, "null", ""),
    HOLES("holed", "{type: masked_picture}", 9, "null", "");

    final String data;
    final String conditioner;
    final int channels;
    final String whole;
    final String parameters;

    Told(String data, String conditioner, int channels, String whole, String parameters) {
        this.data = data;
        this.conditioner = conditioner;
        this.channels = channels;
        this.whole = whole;
        this.parameters = parameters;
    }

    String attention() {
        boolean tokens = this == CLASS_TOKEN || this == LAYOUT;
        return tokens
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
        return isOfClasses() ? "0.25" : "0";
    }

    boolean hearsNothing() {
        return this == NOTHING || this == NOTHING_OF_CLASSES || this == NOTHING_OF_MAPS;
    }

    boolean isOfPixels() {
        return this == LAYOUT || this == MAP || this == NOTHING_OF_MAPS;
    }

    boolean isOfClasses() {
        return this == CLASS_TOKEN || this == LABEL;
    }
}

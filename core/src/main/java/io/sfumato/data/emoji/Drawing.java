package io.sfumato.data.emoji;

/** An icon of a set, and what it shows. */
record Drawing(EmojiSet set, Icon icon, Concept concept) {
    /** Where its picture goes, below the data set's folder. */
    String fileName() {
        return "images/" + set.style() + "/" + concept.id() + ".png";
    }

    /** {@code STYLE/NAME}, as people find it in its set. */
    String origin() {
        return set.style() + "/" + icon.name();
    }
}

package io.sfumato.data.emoji;

/** The part of the plane that an icon fills, in its own units. */
record ViewPort(double left, double top, double width, double height) {
    ViewPort {
        if (!(width > 0 && height > 0 && Double.isFinite(left + top + width + height))) {
            throw new IllegalArgumentException(
                    "view " + left + " " + top + " " + width + " " + height + ": expected a positive, finite size");
        }
    }

    /** As the attribute {@code viewBox} of SVG. */
    String viewBox() {
        return left + " " + top + " " + width + " " + height;
    }
}

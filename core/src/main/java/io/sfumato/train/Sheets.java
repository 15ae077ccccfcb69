package io.sfumato.train;

import io.sfumato.image.ImageGrid;
import io.sfumato.image.Png;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/** Writes pictures side by side on one sheet. */
final class Sheets {
    private static final int GAP = 2;

    private Sheets() {}

    static void write(List<BufferedImage> images, int columns, Path file) {
        int rows = (images.size() + columns - 1) / columns;
        try {
            Png.of(new ImageGrid(rows, columns, GAP).of(images)).write(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

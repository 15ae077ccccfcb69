package io.sfumato.train.loop;

import io.sfumato.image.ImageGrid;
import io.sfumato.image.Png;
import io.sfumato.tensor.FileTrouble;
import io.sfumato.train.recipe.RecipeException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Writes pictures side by side on one sheet. */
public final class Sheets {
    private static final int GAP = 2;

    private Sheets() {}

    public static void write(List<BufferedImage> images, int columns, Path file) {
        int rows = (images.size() + columns - 1) / columns;
        try {
            Png.of(new ImageGrid(rows, columns, GAP).of(images)).write(file);
        } catch (IOException e) {
            throw new RecipeException(file + " cannot be written: " + FileTrouble.of(e), e);
        }
    }
}

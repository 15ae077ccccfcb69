package io.sfumato.image;

import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;

/**
 * Many pictures of one size on one sheet, row by row, with gaps between them.
 *
 * @param gap in pixels; white
 */
public record ImageGrid(int rows, int columns, int gap) {
    private static final int WHITE = 0xffffff;
    private static final int GAP = 2;

    /** Checks the numbers. */
    public ImageGrid {
        if (rows < 1 || columns < 1 || gap < 0) {
            throw new ImageException("grid is " + rows + " by " + columns + " with gaps of " + gap
                    + " pixels, expected 1 or more by 1 or more, and gaps of 0 or more");
        }
    }

    /** The most square grid that has room for {@code count} pictures, wider rather than higher. */
    public static ImageGrid square(int count) {
        int columns = (int) Math.ceil(Math.sqrt(Math.max(1, count)));
        return new ImageGrid((count + columns - 1) / columns, columns, GAP);
    }

    /** The sheet. Places without a picture stay white. */
    public BufferedImage of(List<BufferedImage> pictures) {
        if (pictures.isEmpty() || pictures.size() > rows * columns) {
            throw new ImageException("grid of " + rows + " by " + columns + " got " + pictures.size()
                    + " pictures, expected 1 to " + rows * columns);
        }
        int width = pictures.get(0).getWidth();
        int height = pictures.get(0).getHeight();
        BufferedImage sheet = blank(columns * (width + gap) - gap, rows * (height + gap) - gap);
        for (int i = 0; i < pictures.size(); i++) {
            BufferedImage picture = pictures.get(i);
            checkSize(picture, width, height);
            int[] pixels = picture.getRGB(0, 0, width, height, null, 0, width);
            sheet.setRGB(i % columns * (width + gap), i / columns * (height + gap), width, height, pixels, 0, width);
        }
        return sheet;
    }

    private static void checkSize(BufferedImage picture, int width, int height) {
        if (picture.getWidth() != width || picture.getHeight() != height) {
            throw new ImageException("grid got a picture of " + picture.getWidth() + " by " + picture.getHeight()
                    + " pixels, expected " + width + " by " + height + " as the first");
        }
    }

    private static BufferedImage blank(int width, int height) {
        BufferedImage sheet = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        int[] row = new int[width];
        Arrays.fill(row, WHITE);
        sheet.setRGB(0, 0, width, height, row, 0, 0);
        return sheet;
    }
}

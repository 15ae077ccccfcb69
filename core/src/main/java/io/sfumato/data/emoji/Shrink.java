package io.sfumato.data.emoji;

import java.awt.image.BufferedImage;

/** Makes a picture smaller by averaging square blocks of pixels. */
final class Shrink {
    private Shrink() {}

    /** Each block of {@code factor} by {@code factor} pixels becomes one: their mean, rounded. */
    static BufferedImage by(int factor, BufferedImage large) {
        int width = large.getWidth() / factor;
        int height = large.getHeight() / factor;
        BufferedImage small = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                small.setRGB(x, y, mean(large.getRGB(x * factor, y * factor, factor, factor, null, 0, factor)));
            }
        }
        return small;
    }

    private static int mean(int[] pixels) {
        int red = 0;
        int green = 0;
        int blue = 0;
        for (int pixel : pixels) {
            red += (pixel >> 16) & 0xff;
            green += (pixel >> 8) & 0xff;
            blue += pixel & 0xff;
        }
        int half = pixels.length / 2;
        int n = pixels.length;
        return (((red + half) / n) << 16) | (((green + half) / n) << 8) | ((blue + half) / n);
    }
}

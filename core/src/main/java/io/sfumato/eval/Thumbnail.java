package io.sfumato.eval;

import io.sfumato.data.DataException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** A picture averaged down to 32 × 32: what is left is what a glance sees. */
final class Thumbnail {
    private static final int SIDE = 32;
    private static final int CHANNELS = 3;

    private final float[] samples = new float[CHANNELS * SIDE * SIDE];

    private Thumbnail() {}

    static Thumbnail of(Path file) {
        try {
            BufferedImage image = ImageIO.read(file.toFile());
            if (image == null) {
                throw new DataException(file + " is not a picture in a format that can be read");
            }
            return of(image);
        } catch (IOException e) {
            throw new DataException(file + " cannot be read: " + e.getMessage());
        }
    }

    /** Averages equal boxes of pixels. */
    static Thumbnail of(BufferedImage image) {
        if (image.getWidth() % SIDE != 0 || image.getHeight() % SIDE != 0) {
            throw new DataException("picture is " + image.getWidth() + " x " + image.getHeight()
                    + ", expected multiples of " + SIDE + " to compare thumbnails");
        }
        Thumbnail thumbnail = new Thumbnail();
        int boxWidth = image.getWidth() / SIDE;
        int boxHeight = image.getHeight() / SIDE;
        float share = 1f / (boxWidth * boxHeight);
        int[] packed = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
        for (int i = 0; i < packed.length; i++) {
            int cell = (i / image.getWidth() / boxHeight) * SIDE + i % image.getWidth() / boxWidth;
            thumbnail.samples[CHANNELS * cell] += share * (packed[i] >> 16 & 0xff);
            thumbnail.samples[CHANNELS * cell + 1] += share * (packed[i] >> 8 & 0xff);
            thumbnail.samples[CHANNELS * cell + 2] += share * (packed[i] & 0xff);
        }
        return thumbnail;
    }

    /** The squared L2 distance. */
    double distance(Thumbnail other) {
        double sum = 0;
        for (int i = 0; i < samples.length; i++) {
            double difference = samples[i] - other.samples[i];
            sum += difference * difference;
        }
        return sum;
    }
}

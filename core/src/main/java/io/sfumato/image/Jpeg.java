package io.sfumato.image;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** JPEG files in memory: brightness at each pixel, colours for each four of them, as most programs write. */
public final class Jpeg {
    private static final int BEST = 100;

    /**
     * The library scales its tables in float32, where a half may fall to either side. Asked for less by this share, it rounds halves
     * up, and nothing else changes.
     */
    private static final double A_LITTLE_LESS = 1e-6;

    private Jpeg() {}

    /**
     * The bytes of a file.
     *
     * @param quality from 1 to 100, on the scale of the Independent JPEG Group
     */
    public static byte[] encode(Picture picture, int quality) {
        if (quality < 1 || quality > BEST) {
            throw new IllegalArgumentException("quality is " + quality + ", expected 1 to 100");
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(bytes)) {
            ImageWriteParam how = writer.getDefaultWriteParam();
            how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            how.setCompressionQuality(linear(quality));
            writer.setOutput(stream);
            writer.write(null, new IIOImage(picture.toImage(), null, null), how);
        } catch (IOException e) {
            throw new UncheckedIOException("a JPEG file in memory: " + e.getMessage(), e);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    /**
     * The number that makes the library scale its tables as the Independent JPEG Group's does, in whole hundredths: to the quality
     * itself from 50 on, below to one that differs by a rounding.
     */
    private static float linear(int quality) {
        int hundredths = quality < 50 ? 5000 / quality : 200 - 2 * quality;
        double linear = hundredths > 100 ? 50.0 / hundredths : 1 - hundredths / 200.0;
        return (float) (linear * (1 - A_LITTLE_LESS));
    }

    /** What is left of a picture in a file of that quality. */
    public static Picture compressed(Picture picture, int quality) {
        return PictureFile.decode("a JPEG file in memory", encode(picture, quality));
    }
}

package io.sfumato.image;

import java.awt.Graphics2D;
import java.awt.Image;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/** Pictures of any kind that the Java library reads, for networks: red, green and blue. */
public final class PictureFile {
    /** Pixels of the largest picture that is read: more than any camera's, less than any memory. */
    private static final long MOST_PIXELS = 1L << 27;

    private PictureFile() {}

    /** Reads a picture; what is transparent becomes white. Throws {@link ImageException} where it is none. */
    public static BufferedImage read(Path file) {
        if (Files.isDirectory(file)) {
            throw new ImageException(file + ": is a folder, expected a picture: PNG, JPEG, GIF or BMP");
        }
        if (!Files.isRegularFile(file)) {
            throw new ImageException(file + ": no such file");
        }
        try (ImageInputStream stream = ImageIO.createImageInputStream(file.toFile())) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(stream);
            if (!readers.hasNext()) {
                throw new ImageException(file + ": not a picture that is read here, expected PNG, JPEG, GIF or BMP");
            }
            return read(file, readers.next(), stream);
        } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException e) { // ImageIO throws any of them
            throw new ImageException(file + ": not a whole picture: " + e.getMessage() + ". Was it cut short?", e);
        }
    }

    private static BufferedImage read(Path file, ImageReader reader, ImageInputStream stream) throws IOException {
        try {
            reader.setInput(stream);
            long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
            if (pixels > MOST_PIXELS) {
                throw new ImageException(file + ": " + reader.getWidth(0) + " x " + reader.getHeight(0)
                        + " pixels, expected at most " + MOST_PIXELS + " together. Make it smaller first");
            }
            return resized(reader.read(0), reader.getWidth(0), reader.getHeight(0));
        } finally {
            reader.dispose();
        }
    }

    /** The picture in another size, in red, green and blue; halved as often as it goes before it is interpolated. */
    public static BufferedImage resized(BufferedImage picture, int width, int height) {
        BufferedImage current = picture;
        while (current.getWidth() >= 2 * width && current.getHeight() >= 2 * height) {
            current = drawn(current, current.getWidth() / 2, current.getHeight() / 2);
        }
        return drawn(current, width, height);
    }

    private static BufferedImage drawn(Image picture, int width, int height) {
        BufferedImage drawn = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = drawn.createGraphics();
        try {
            graphics.setBackground(java.awt.Color.WHITE);
            graphics.clearRect(0, 0, width, height);
            graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
            graphics.drawImage(picture, 0, 0, width, height, null);
        } finally {
            graphics.dispose();
        }
        return drawn;
    }
}

package io.sfumato.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.function.Function;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** The bytes of a picture's file: PNG, JPEG, WebP, GIF or BMP. */
final class PictureBytes {
    static final String KINDS = "PNG, JPEG, WebP, GIF or BMP";

    /** Pixels of the largest picture that is read: more than any camera's. */
    private static final long MOST_PIXELS = 1L << 27;

    private final String name;
    private final byte[] file;

    /** Bytes that come from {@code name}, which messages begin with. */
    PictureBytes(String name, byte[] file) {
        this.name = name;
        this.file = file;
    }

    /** What {@code made} makes of the picture; of several in the file, the first. */
    <T> T decode(Function<BufferedImage, T> made) {
        try (ImageInputStream stream = new MemoryCacheImageInputStream(
                new ByteArrayInputStream(PngChunks.isPng(file) ? PngChunks.needed(file) : file))) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(stream);
            if (!readers.hasNext()) {
                throw new ImageException(name + ": not a picture that is read here, expected " + KINDS);
            }
            return decode(readers.next(), stream, made);
        } catch (ImageException e) {
            throw e;
        } catch (IOException | RuntimeException e) { // readers throw any of them for broken files
            throw new ImageException(name + ": not a whole picture: " + reason(e) + ". Was it cut short?", e);
        }
    }

    private <T> T decode(ImageReader reader, ImageInputStream stream, Function<BufferedImage, T> made)
            throws IOException {
        int taken = 0;
        try {
            reader.setInput(stream, true, true);
            taken = memory(reader.getWidth(0), reader.getHeight(0));
            return made.apply(reader.read(0));
        } finally {
            DecodingMemory.release(taken);
            reader.dispose();
        }
    }

    private int memory(int width, int height) {
        long pixels = (long) width * height;
        if (pixels > MOST_PIXELS) {
            throw new ImageException(name + ": " + width + " x " + height + " pixels, expected at most " + MOST_PIXELS
                    + " together. Make it smaller first");
        }
        try {
            return DecodingMemory.take(pixels);
        } catch (ImageException e) {
            throw new ImageException(name + ": " + width + " x " + height + " pixels, " + e.getMessage(), e);
        }
    }

    private static String reason(Exception e) {
        String message = e.getMessage();
        return message == null || message.isBlank()
                ? "it breaks off or is damaged"
                : message.lines().findFirst().orElse("");
    }
}

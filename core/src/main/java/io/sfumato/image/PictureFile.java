package io.sfumato.image;

import io.sfumato.tensor.FileTrouble;
import java.awt.Graphics2D;
import java.awt.Image;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/** Pictures in files, for networks: red, green and blue. PNG, JPEG, WebP, GIF and BMP are read, and NumPy's arrays of them. */
public final class PictureFile {
    /** More than any picture's file of that many pixels. */
    private static final long MOST_BYTES = 1L << 29;

    private PictureFile() {}

    /**
     * Reads a picture as it was seen: turned as its camera says, and what is transparent becomes white. Throws
     * {@link ImageException} where it is none.
     */
    public static BufferedImage read(Path file) {
        return decode(file.toString(), bytes(file)).toImage();
    }

    /**
     * The picture that a file's bytes are, as it was seen. Safe for several threads, which wait for each other where memory
     * would not suffice for all. Throws {@link ImageException}, which begins with {@code name}, where they are none.
     */
    public static Picture decode(String name, byte[] file) {
        return decode(name, file, picture -> Orientation.upright(picture, file));
    }

    /** The same as its pixels lie in the file, whichever way its camera was held: as what others have drawn on them lies. */
    public static Picture decodeAsStored(String name, byte[] file) {
        return decode(name, file, picture -> picture);
    }

    private static Picture decode(String name, byte[] file, UnaryOperator<Picture> turn) {
        return NumpyPicture.isOne(file)
                ? NumpyPicture.decode(name, file)
                : new PictureBytes(name, file).decode(image -> turn.apply(Colours.of(image)));
    }

    /** The numbers that a picture of one channel has for its pixels: its shades, or their places in its palette. */
    public static Indices decodeIndices(String name, byte[] file) {
        return new PictureBytes(name, file).decode(image -> Indices.of(name, image));
    }

    /** What is in the file of a picture. Throws {@link ImageException} where it is no file, or larger than any picture's. */
    public static byte[] bytes(Path file) {
        if (Files.isDirectory(file)) {
            throw new ImageException(file + ": is a folder, expected a picture: " + PictureBytes.KINDS);
        }
        if (!Files.isRegularFile(file)) {
            throw new ImageException(file + ": no such file");
        }
        try {
            long size = Files.size(file);
            if (size > MOST_BYTES) {
                throw new ImageException(
                        file + ": " + size + " bytes, expected at most " + MOST_BYTES + " of a picture");
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new ImageException(file + ": cannot be read: " + FileTrouble.of(e), e);
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

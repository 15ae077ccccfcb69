package io.sfumato.data;

import io.sfumato.image.Picture;
import io.sfumato.image.Png;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Small pictures for tests, and data sets of them. */
public final class Drawings {
    private Drawings() {}

    /** Noise that a number decides. */
    public static Picture noise(int width, int height, long seed) {
        byte[] samples = new byte[3 * width * height];
        new Random(seed).nextBytes(samples);
        return Picture.of(width, height, samples);
    }

    /** The bytes of a PNG file. */
    public static byte[] png(Picture picture) {
        try {
            return Png.of(picture.toImage()).encode();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A PNG file of 8 x 8 pixels. */
    public static Path put(Path folder, String name) {
        return put(folder, name, png(noise(8, 8, name.hashCode())));
    }

    /** A file, and the folders that it is in. */
    public static Path put(Path folder, String name, byte[] content) {
        try {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            return Files.write(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Squares of 4 pixels, grey as their index, of which some are broken. */
    public record Greys(int count, Set<Integer> broken) implements DataSet {
        /** None of them broken. */
        public Greys(int count) {
            this(count, Set.of());
        }

        @Override
        public String name(int index) {
            return "grey-" + index;
        }

        @Override
        public Picture picture(int index) {
            if (broken.contains(index)) {
                throw new BrokenPictureException("grey-" + index + ": not a whole picture");
            }
            byte[] samples = new byte[16];
            Arrays.fill(samples, (byte) index);
            return Picture.ofGrey(4, 4, samples);
        }

        @Override
        public Known known(int index) {
            return new OneOf(List.of("grey " + index, "shade " + index));
        }
    }
}

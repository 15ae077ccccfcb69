package io.sfumato.image;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/** Pictures among the resources of these tests; their README says who made them. */
public final class TestPictures {
    private TestPictures() {}

    public static byte[] bytes(String name) {
        try (InputStream stream = TestPictures.class.getResourceAsStream("/pictures/" + name)) {
            return Objects.requireNonNull(stream, name).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static Picture read(String name) {
        return PictureFile.decode(name, bytes(name));
    }

    /** By how much the samples of two pictures of one size differ at most. */
    public static int furthest(Picture one, Picture other) {
        byte[] these = one.planes();
        byte[] those = other.planes();
        if (these.length != those.length) {
            throw new IllegalArgumentException("pictures of different sizes");
        }
        int furthest = 0;
        for (int i = 0; i < these.length; i++) {
            furthest = Math.max(furthest, Math.abs((these[i] & 0xff) - (those[i] & 0xff)));
        }
        return furthest;
    }
}

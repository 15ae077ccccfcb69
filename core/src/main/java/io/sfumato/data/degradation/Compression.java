package io.sfumato.data.degradation;

import io.sfumato.image.FloatPicture;
import io.sfumato.image.Jpeg;
import io.sfumato.image.Picture;
import java.util.random.RandomGenerator;

/** What JPEG leaves of a picture, at a drawn quality on the scale of the Independent JPEG Group. */
record Compression(WholeNumbers qualities) {
    private static final double COMPRESSED = 0.9;

    /** On the way, most pictures are compressed. */
    FloatPicture mostly(FloatPicture picture, RandomGenerator random) {
        return random.nextDouble() < COMPRESSED ? FloatPicture.of(always(picture, random)) : picture;
    }

    /** At the end, all are. */
    Picture always(FloatPicture picture, RandomGenerator random) {
        return Jpeg.compressed(picture.rounded(), qualities.drawn(random));
    }
}

package io.sfumato.data.degradation;

import io.sfumato.image.Picture;
import java.util.random.RandomGenerator;

/** How a picture is made small. Safe for several threads. */
public sealed interface Degradation permits Resampled, Bsrgan {

    /**
     * The picture made small: its sides over {@code factor}, rounded down.
     *
     * @param picture of {@code factor} pixels or more each way
     */
    Picture small(Picture picture, int factor, RandomGenerator random);
}

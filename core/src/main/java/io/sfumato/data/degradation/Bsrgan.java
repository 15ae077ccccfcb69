package io.sfumato.data.degradation;

import io.sfumato.image.FloatPicture;
import io.sfumato.image.FloatResampling;
import io.sfumato.image.Picture;
import java.util.random.RandomGenerator;

/**
 * As pictures of unknown origin may have become what they are (Zhang et al. 2021, BSRGAN, sec. 3): blurred, made small in two
 * steps, noisy and compressed, in a drawn order and with drawn strengths, and compressed once more. The noise of a camera's sensor is
 * left out, as by the reference.
 *
 * @param strength how bad they may have become
 */
public record Bsrgan(Strength strength) implements Degradation {
    /** A picture that is to shrink by this may be halved before anything else. */
    private static final int TWO_HALVES = 4;

    private static final double HALVED_FIRST = 0.25;
    private static final double HALVED_BY_OPENCV = 0.5;

    @Override
    public Picture small(Picture picture, int factor, RandomGenerator random) {
        int width = picture.width() / factor;
        int height = picture.height() / factor;
        FloatPicture image = FloatPicture.of(picture.cut(0, 0, width * factor, height * factor));
        int left = factor;
        if (factor == TWO_HALVES && random.nextDouble() < HALVED_FIRST) {
            image = halved(image, random);
            left = factor / 2;
        }
        Severity severity = Severity.of(strength);
        Shrinking shrinking = new Shrinking(left, width, height, severity.resized());
        for (Operation operation : Operation.shuffled(severity.operations(), random)) {
            image = switch (operation) {
                case BLUR -> severity.blur().of(image, left, random);
                case SHRINK -> shrinking.first(image, random);
                case RESIZE -> shrinking.second(image, random);
                case NOISE -> severity.noise().of(image, random);
                case COMPRESS -> severity.compression().mostly(image, random);
            };
        }
        return severity.compression().always(image, random);
    }

    private static FloatPicture halved(FloatPicture image, RandomGenerator random) {
        FloatResampling resampling = random.nextDouble() < HALVED_BY_OPENCV
                ? Shrinking.drawnResampling(random)
                : FloatResampling.MIRRORED_CUBIC;
        return image.resized(image.width() / 2, image.height() / 2, resampling).clipped();
    }
}

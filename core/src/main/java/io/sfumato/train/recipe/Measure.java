package io.sfumato.train.recipe;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What is measured of a model, in the words of the papers' tables. */
public enum Measure {
    /** Fréchet inception distance: less is better. */
    FID,
    /** The same, against features of the validation split. */
    FID_VALIDATION,
    /** The same, against features of the training split. */
    FID_TRAINING,
    /** The same, where 40 to 50 % of the picture are hidden. */
    FID_HALF_HIDDEN,
    /** Inception score: more is better. */
    IS,
    /** Share of the samples that lie among the data. */
    PRECISION,
    /** Share of the data that lie among the samples. */
    RECALL,
    /** Fréchet inception distance of reconstructions. */
    R_FID,
    /** Inception score of reconstructions. */
    R_IS,
    /** Peak signal-to-noise ratio in decibels. */
    PSNR,
    /** Perceptual distance of reconstructions: less is better. */
    PSIM,
    /** Structural similarity: more is better. */
    SSIM,
    /** Learned perceptual distance: less is better. */
    LPIPS,
    /** The same, where 40 to 50 % of the picture are hidden. */
    LPIPS_HALF_HIDDEN,
    /** Pictures a second, on one NVIDIA A100. */
    SAMPLES_PER_SECOND;

    /** As it is written in a recipe. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static String words() {
        return Arrays.stream(values()).map(Measure::word).collect(Collectors.joining(", "));
    }
}

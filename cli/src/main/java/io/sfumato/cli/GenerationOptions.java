package io.sfumato.cli;

import io.sfumato.model.GenerationDefaults;
import io.sfumato.model.InferencePrecision;
import io.sfumato.pipeline.GenerationSettings;
import java.awt.Dimension;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How pictures are made: how many, how large, in which steps, and where they go. */
final class GenerationOptions {
    /** Random seeds stay below this: short enough to copy by hand. */
    private static final long SEEDS = 1L << 32;

    @Option(names = "--seed", paramLabel = "N", description = "Same seed, same picture (default: random, printed).")
    private @Nullable Long seed;

    @Option(names = "--steps", paramLabel = "N", description = "Steps from noise to picture (default: the model's).")
    private @Nullable Integer steps;

    @Mixin
    private final SamplerOptions sampler = new SamplerOptions();

    @Option(
            names = "--count",
            paramLabel = "N",
            description = "How many pictures to make of each thing asked for (default: ${DEFAULT-VALUE}).")
    private int count = 1;

    @Option(names = "--batch", paramLabel = "N", description = "How many at once (default: ${DEFAULT-VALUE}).")
    private int batch = 4;

    @Option(
            names = "--width",
            paramLabel = "PIXELS",
            description = "Width (default: the model's; with img2img about the picture's).")
    private @Nullable Integer width;

    @Option(names = "--height", paramLabel = "PIXELS", description = "Height (default: as with width).")
    private @Nullable Integer height;

    @Option(
            names = "--eta",
            paramLabel = "X",
            description = "Fresh noise on every step, 0 to 1, of ddim, the ancestral and the SDE samplers"
                    + " (default: the sampler's own).")
    private @Nullable Double eta;

    @Option(
            names = "--precision",
            paramLabel = "NAME",
            description =
                    "auto, float32, bfloat16, float16, which most processors are slow in, or int8: 8-bit integers in the U-Net,"
                            + " faster with large models alone, and their pictures may be others (default: auto, which of the"
                            + " floating-point ones is faster on such a processor).")
    private InferencePrecision precision = InferencePrecision.AUTO;

    @Mixin
    private final ShortcutOptions shortcuts = new ShortcutOptions();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "PATH",
            description =
                    "A .png file, or a folder (default: the current folder, named after what is asked for and the seed).")
    private @Nullable String output;

    InferencePrecision precision() {
        return precision;
    }

    /** The seed asked for; where none is, another one on every call. */
    long seed() {
        return Optional.ofNullable(seed)
                .orElseGet(() -> ThreadLocalRandom.current().nextLong(SEEDS));
    }

    /** Pictures of each thing that is asked for. */
    int count() {
        return count;
    }

    /**
     * Where the pictures go; found to be writable.
     *
     * @param words that a name of ours begins with
     */
    PictureFiles files(String words, Asked asked) {
        return PictureFiles.plan(output, Slug.of(words) + "-" + asked.settings().seed(), asked.count());
    }

    /** Width and height: what is asked for, or else {@code other}. */
    Dimension size(Dimension other) {
        return new Dimension(
                Optional.ofNullable(width).orElse(other.width),
                Optional.ofNullable(height).orElse(other.height));
    }

    /** What is asked for, completed by what suits the model. */
    GenerationSettings settings(Steering steering, long chosenSeed, Dimension size, GenerationDefaults defaults) {
        GenerationSettings settings = new GenerationSettings(
                steering.negative(),
                chosenSeed,
                batch,
                size.width,
                size.height,
                Optional.ofNullable(steps).orElseGet(defaults::steps),
                steering.guidance(),
                eta == null ? OptionalDouble.empty() : OptionalDouble.of(eta),
                sampler.choice(defaults));
        return settings.guidedAt(steering.levels()).taking(shortcuts.shortcuts());
    }
}

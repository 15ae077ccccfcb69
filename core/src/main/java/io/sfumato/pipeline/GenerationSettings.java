package io.sfumato.pipeline;

import io.sfumato.diffusion.Shortcuts;
import io.sfumato.sampling.NoiseRange;
import io.sfumato.sampling.SamplerChoice;
import java.util.OptionalDouble;

/**
 * How pictures are made, whatever they show. Picture i has the seed {@code seed + i}.
 *
 * @param negative what guidance steers away from; empty for "anything"
 * @param batch pictures computed at once
 * @param guidance scale s of classifier-free guidance; 1 is none
 * @param guided the noise levels at which it acts
 * @param shortcuts what is left out for speed
 * @param eta how much of the noise is fresh on every step, 0 to 1; empty for the sampler's own
 */
public record GenerationSettings(
        String negative,
        long seed,
        int batch,
        int width,
        int height,
        int steps,
        double guidance,
        NoiseRange guided,
        Shortcuts shortcuts,
        OptionalDouble eta,
        SamplerChoice sampler) {
    private static final int MOST_STEPS = 1000;
    private static final int MOST_AT_ONCE = 64;
    private static final int LARGEST_SIDE = 2048;
    private static final double STRONGEST = 100;

    public GenerationSettings {
        RequestException.checkRange("steps", steps, 1, MOST_STEPS);
        RequestException.checkRange("batch", batch, 1, MOST_AT_ONCE);
        RequestException.checkRange("width", width, 8, LARGEST_SIDE);
        RequestException.checkRange("height", height, 8, LARGEST_SIDE);
        if (!(guidance >= 0 && guidance <= STRONGEST)) {
            throw new RequestException(
                    "guidance is " + guidance + ", expected a number from 0 to " + STRONGEST + "; 2 to 4 is usual");
        }
        if (eta.isPresent() && !(eta.getAsDouble() >= 0 && eta.getAsDouble() <= 1)) {
            throw new RequestException("eta is " + eta.getAsDouble() + ", expected a number from 0 to 1");
        }
        try {
            sampler.sampler().eta(eta);
        } catch (IllegalArgumentException e) {
            throw new RequestException(e.getMessage());
        }
    }

    /** With guidance at every noise level, and nothing left out. */
    public GenerationSettings(
            String negative,
            long seed,
            int batch,
            int width,
            int height,
            int steps,
            double guidance,
            OptionalDouble eta,
            SamplerChoice sampler) {
        this(negative, seed, batch, width, height, steps, guidance, NoiseRange.ALL, Shortcuts.NONE, eta, sampler);
    }

    /** The same with guidance at some noise levels alone. */
    public GenerationSettings guidedAt(NoiseRange levels) {
        return new GenerationSettings(
                negative, seed, batch, width, height, steps, guidance, levels, shortcuts, eta, sampler);
    }

    /** The same with some of the work left out. */
    public GenerationSettings taking(Shortcuts others) {
        return new GenerationSettings(
                negative, seed, batch, width, height, steps, guidance, guided, others, eta, sampler);
    }

    /** How much of the noise is fresh on every step: what is asked, or else the sampler's own. */
    public double freshNoise() {
        return sampler.sampler().eta(eta);
    }
}

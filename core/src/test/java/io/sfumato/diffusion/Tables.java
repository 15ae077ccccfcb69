package io.sfumato.diffusion;

/** Noise tables that tests share. */
public final class Tables {
    /** That of the published latent-diffusion models. */
    public static final NoiseTable LDM = NoiseTable.of(new BetaSchedule.ScaledLinear(0.0015, 0.0195), 1000);

    /** That of the reference's text-to-image model and of Stable Diffusion v1. */
    public static final NoiseTable TEXT_TO_IMAGE = NoiseTable.of(new BetaSchedule.ScaledLinear(0.00085, 0.012), 1000);

    /** That of the published models, stretched until nothing is left of the picture. */
    public static final NoiseTable ZERO_TERMINAL =
            NoiseTable.of(new BetaSchedule.ZeroTerminalSnr(LDM.schedule()), 1000);

    private Tables() {}
}

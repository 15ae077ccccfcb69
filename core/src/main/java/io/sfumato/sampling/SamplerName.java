package io.sfumato.sampling;

import io.sfumato.diffusion.NoiseTable;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The samplers that a user can name. All but the reference's own two end at σ = 0. */
public enum SamplerName {
    /** Song et al. 2021, on the reference's timesteps. The only one whose eta is the user's choice. */
    DDIM,
    /** Liu et al. 2022, on the reference's timesteps. */
    PLMS,
    /** Ho et al. 2020; with as many steps as the network has timesteps it is their algorithm 2. */
    DDPM,
    /** Euler's method: DDIM that ends at σ = 0. */
    EULER,
    /** Euler's method with fresh noise on every step: k-diffusion's ancestral sampler, and the same as {@link #DDPM}. */
    EULER_A,
    /** Heun's method: two network calls a step. */
    HEUN,
    /** DPM-Solver++(2M) on even timesteps. */
    DPMPP_2M,
    /** DPM-Solver++(2M) on the levels of Karras et al. 2022. */
    DPMPP_2M_KARRAS;

    /**
     * The sampler over a network's noise levels.
     *
     * @param eta how much noise {@link #DDIM} adds, 0 to 1; for the others 0, or the one that they have anyway
     */
    public Sampler build(NoiseTable table, int steps, double eta) {
        return new Sampler(new Ancestral(solver(), eta(eta)), spacing(table), steps);
    }

    /** The sampler of this name, in lower or upper case. */
    public static SamplerName parse(String name) {
        return Arrays.stream(values())
                .filter(known -> known.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("sampler is '" + name + "', expected one of "
                        + Arrays.stream(values()).map(SamplerName::toString).collect(Collectors.joining(", "))));
    }

    private Solver solver() {
        return switch (this) {
            case DDIM, DDPM, EULER, EULER_A -> new Euler();
            case PLMS -> new Plms();
            case HEUN -> new Heun();
            case DPMPP_2M, DPMPP_2M_KARRAS -> new DpmPlusPlus2M();
        };
    }

    private SigmaSteps spacing(NoiseTable table) {
        return switch (this) {
            case DDIM, PLMS -> new LdmUniform(table);
            case DDPM, EULER, EULER_A, HEUN, DPMPP_2M -> new Uniform(table);
            case DPMPP_2M_KARRAS -> Karras.over(table);
        };
    }

    private double eta(double asked) {
        double own = this == DDPM || this == EULER_A ? 1 : 0;
        if (this != DDIM && asked != 0 && asked != own) {
            throw new IllegalArgumentException(
                    "eta is " + asked + ", but sampler " + this + " always has eta " + own + ". Did you mean ddim?");
        }
        return this == DDIM ? asked : own;
    }

    /** The name as a user writes it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}

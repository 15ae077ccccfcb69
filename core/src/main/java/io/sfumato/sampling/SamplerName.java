package io.sfumato.sampling;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** The solvers that a user can name, each with the schedule that it has where the user names none. */
public enum SamplerName {
    /** Song et al. 2021, on the reference's timesteps. */
    DDIM(Eta.NONE_UNLESS_ASKED),
    /** Liu et al. 2022, on the reference's timesteps. */
    PLMS(Eta.NONE),
    /** Ho et al. 2020; with as many steps as the network has timesteps it is their algorithm 2. */
    DDPM(Eta.ALL),
    /** Euler's method: DDIM that ends at σ = 0. */
    EULER(Eta.NONE),
    /** Euler's method with fresh noise on every step: k-diffusion's ancestral sampler. */
    EULER_A(Eta.ALL_UNLESS_ASKED),
    /** Heun's method: two network calls a step. */
    HEUN(Eta.NONE),
    /** The slope in the middle of the step: two network calls a step. */
    DPM_2(Eta.NONE),
    /** {@link #DPM_2} with fresh noise on every step. */
    DPM_2_A(Eta.ALL_UNLESS_ASKED),
    /** Linear multistep of order 4. */
    LMS(Eta.NONE),
    /** Linear multistep of order 4 that takes steps for even. */
    IPNDM(Eta.NONE),
    /** Linear multistep of order 3 in log σ. */
    DEIS(Eta.NONE),
    /** DPM-Solver++, singlestep of order 2: two network calls a step. */
    DPMPP_2S(Eta.NONE),
    /** {@link #DPMPP_2S} with fresh noise on every step. */
    DPMPP_2S_A(Eta.ALL_UNLESS_ASKED),
    /** DPM-Solver++ with fresh noise in the middle and at the end of every step: two network calls a step. */
    DPMPP_SDE(Eta.ALL_UNLESS_ASKED),
    /** DPM-Solver++, multistep of order 2. */
    DPMPP_2M(Eta.NONE),
    /** {@link #DPMPP_2M} with fresh noise on every step. */
    DPMPP_2M_SDE(Eta.ALL_UNLESS_ASKED),
    /** The variant of {@link #DPMPP_2M_SDE} that k-diffusion calls "heun". */
    DPMPP_2M_SDE_HEUN(Eta.ALL_UNLESS_ASKED),
    /** DPM-Solver++, multistep of order 3. */
    DPMPP_3M(Eta.NONE),
    /** Multistep with three points and fresh noise on every step, as k-diffusion has it. */
    DPMPP_3M_SDE(Eta.ALL_UNLESS_ASKED),
    /** UniPC of order 3 with B₁(h), the default of its authors' code. */
    UNIPC(Eta.NONE),
    /** {@link #UNIPC} of order 2. */
    UNIPC_2(Eta.NONE),
    /** {@link #UNIPC} of order 1. */
    UNIPC_1(Eta.NONE),
    /** UniPC of order 3 with B₂(h). */
    UNIPC_BH2(Eta.NONE),
    /** {@link #UNIPC_BH2} of order 2, the default of diffusers. */
    UNIPC_BH2_2(Eta.NONE),
    /** {@link #UNIPC_BH2} of order 1. */
    UNIPC_BH2_1(Eta.NONE),
    /** For networks distilled to few steps. */
    LCM(Eta.ALL);

    private static final int LMS_ORDER = 4;
    private static final int DEIS_ORDER = 3;
    private static final int UNIPC_ORDER = 3;

    /** How much of the noise is fresh, and whether a user may choose it. */
    private enum Eta {
        NONE(0),
        NONE_UNLESS_ASKED(0),
        ALL_UNLESS_ASKED(1),
        ALL(1);

        private final double own;

        Eta(double own) {
            this.own = own;
        }

        private boolean isChoice() {
            return this == NONE_UNLESS_ASKED || this == ALL_UNLESS_ASKED;
        }
    }

    private final Eta eta;

    SamplerName(Eta eta) {
        this.eta = eta;
    }

    /** The method that takes a step, with {@code eta} as {@link #eta(OptionalDouble)} gives it. */
    Solver solver(double eta) {
        return switch (this) {
            case DDIM, DDPM, EULER_A -> new Ancestral(new Euler(), eta);
            case PLMS -> new Plms();
            case EULER -> new Euler();
            case HEUN -> new Heun();
            case DPM_2 -> new Dpm2();
            case DPM_2_A -> new Ancestral(new Dpm2(), eta);
            case LMS -> new AdamsBashforth(AdamsBashforth.Abscissa.SIGMA, LMS_ORDER);
            case IPNDM -> new AdamsBashforth(AdamsBashforth.Abscissa.STEPS, LMS_ORDER);
            case DEIS -> new AdamsBashforth(AdamsBashforth.Abscissa.LOG_SIGMA, DEIS_ORDER);
            case DPMPP_2S -> new DpmPlusPlus2S();
            case DPMPP_2S_A -> new Ancestral(new DpmPlusPlus2S(), eta);
            case DPMPP_SDE -> new DpmPlusPlusSde(eta);
            case DPMPP_2M, DPMPP_2M_SDE -> new DpmPlusPlusMultistep(Extension.MIDDLE, eta);
            case DPMPP_2M_SDE_HEUN -> new DpmPlusPlusMultistep(Extension.LINE, eta);
            case DPMPP_3M -> new DpmPlusPlusMultistep(Extension.PARABOLA, eta);
            case DPMPP_3M_SDE -> new DpmPlusPlusMultistep(Extension.HALF_PARABOLA, eta);
            case UNIPC -> new UniPc(UNIPC_ORDER, UniPc.Variant.BH1);
            case UNIPC_2 -> new UniPc(2, UniPc.Variant.BH1);
            case UNIPC_1 -> new UniPc(1, UniPc.Variant.BH1);
            case UNIPC_BH2 -> new UniPc(UNIPC_ORDER, UniPc.Variant.BH2);
            case UNIPC_BH2_2 -> new UniPc(2, UniPc.Variant.BH2);
            case UNIPC_BH2_1 -> new UniPc(1, UniPc.Variant.BH2);
            case LCM -> new Lcm();
        };
    }

    /** Where the steps are if the user does not say. */
    public ScheduleName ownSchedule() {
        return switch (this) {
            case DDIM, PLMS -> ScheduleName.LDM_UNIFORM;
            case LCM -> ScheduleName.SGM_UNIFORM;
            default -> ScheduleName.UNIFORM;
        };
    }

    /**
     * How much of the noise is fresh on every step.
     *
     * @param asked 0 to 1; refused by samplers that leave no choice
     */
    public double eta(OptionalDouble asked) {
        double wanted = asked.orElse(eta.own);
        if (wanted != eta.own && !eta.isChoice()) {
            throw new IllegalArgumentException(
                    "eta is " + wanted + ", but sampler " + this + " always has eta " + eta.own
                            + "; it is a choice with "
                            + Arrays.stream(values())
                                    .filter(name -> name.eta.isChoice())
                                    .map(SamplerName::toString)
                                    .collect(Collectors.joining(", ")));
        }
        return wanted;
    }

    /** This project's own, and those of other programs that do not differ from it by punctuation alone. */
    List<String> spellings() {
        String own = toString();
        return switch (this) {
            case PLMS -> List.of(own, "pndm");
            case EULER_A -> List.of(own, "euler_ancestral");
            case DPM_2 -> List.of(own, "kdpm_2");
            case DPM_2_A -> List.of(own, "dpm_2_ancestral", "kdpm_2_a", "kdpm_2_ancestral");
            case DPMPP_2S_A -> List.of(own, "dpmpp_2s_ancestral");
            case UNIPC -> List.of(own, "unipc_3", "unipc_bh1", "unipc_bh1_3");
            case UNIPC_2 -> List.of(own, "unipc_bh1_2");
            case UNIPC_1 -> List.of(own, "unipc_bh1_1");
            case UNIPC_BH2 -> List.of(own, "unipc_bh2_3");
            default -> List.of(own);
        };
    }

    /** The name as a user writes it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}

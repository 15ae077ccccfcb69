package io.sfumato.sampling;

import io.sfumato.diffusion.NoiseTable;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The spacings that a user can name. All but the reference's own two end at σ = 0. */
public enum ScheduleName {
    /** {@link Uniform}: even timesteps, exactly as many as asked. */
    UNIFORM,
    /** {@link SgmUniform}. */
    SGM_UNIFORM,
    /** {@link LdmUniform}: the reference's own. */
    LDM_UNIFORM,
    /** {@link LdmQuadratic}: the reference's "quad". */
    LDM_QUADRATIC,
    /** {@link DdimUniform}. */
    DDIM_UNIFORM,
    /** {@link Simple}. */
    SIMPLE,
    /** {@link Trailing}. */
    TRAILING,
    /** {@link Karras}. */
    KARRAS,
    /** {@link Polyexponential} with ρ = 1, which is also what others take where ρ is not given. */
    EXPONENTIAL,
    /** {@link KlOptimal}. */
    KL_OPTIMAL,
    /** {@link AlignYourSteps}. */
    ALIGN_YOUR_STEPS,
    /** {@link BetaQuantiles}. */
    BETA;

    private static final Spellings<ScheduleName> SPELLINGS = new Spellings<>();

    static {
        for (ScheduleName name : values()) {
            name.spellings().forEach(spelling -> SPELLINGS.add(spelling, name));
        }
    }

    /** The spacing over a network's noise levels. */
    public SigmaSteps over(NoiseTable table) {
        return switch (this) {
            case UNIFORM -> new Uniform(table);
            case SGM_UNIFORM -> new SgmUniform(table);
            case LDM_UNIFORM -> new LdmUniform(table);
            case LDM_QUADRATIC -> new LdmQuadratic(table);
            case DDIM_UNIFORM -> new DdimUniform(table);
            case SIMPLE -> new Simple(table);
            case TRAILING -> new Trailing(table);
            case KARRAS -> Karras.over(table);
            case EXPONENTIAL -> Polyexponential.exponential(table);
            case KL_OPTIMAL -> KlOptimal.over(table);
            case ALIGN_YOUR_STEPS -> new AlignYourSteps();
            case BETA -> new BetaQuantiles(table);
        };
    }

    /**
     * The spacing of this name, in lower or upper case and with any punctuation, as this project or other programs spell
     * it.
     */
    public static ScheduleName parse(String name) {
        return find(name).orElseThrow(() -> new IllegalArgumentException(unknown(name)));
    }

    static Optional<ScheduleName> find(String name) {
        return SPELLINGS.find(name);
    }

    private static String unknown(String name) {
        String known = Arrays.stream(values()).map(ScheduleName::toString).collect(Collectors.joining(", "));
        return "schedule is '" + name + "', expected one of " + known
                + SPELLINGS
                        .nearest(name)
                        .map(meant -> "; did you mean " + meant + "?")
                        .orElse("");
    }

    /** This project's own, and those of other programs. */
    List<String> spellings() {
        String own = toString();
        return switch (this) {
            case UNIFORM -> List.of(own, "normal");
            case LDM_UNIFORM -> List.of(own, "ldm");
            case LDM_QUADRATIC -> List.of(own, "quad", "quadratic");
            case DDIM_UNIFORM -> List.of(own, "ddim");
            case TRAILING -> List.of(own, "turbo");
            case KARRAS -> List.of(own, "k", "ka");
            case EXPONENTIAL -> List.of(own, "exp", "polyexponential");
            case ALIGN_YOUR_STEPS -> List.of(own, "ays");
            default -> List.of(own);
        };
    }

    /** The name as a user writes it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}

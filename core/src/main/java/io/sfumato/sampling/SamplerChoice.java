package io.sfumato.sampling;

import io.sfumato.diffusion.NoiseTable;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * What a user chooses: how a step is taken, and where the steps are. Written as the sampler's name, and behind it, where
 * it is not the sampler's own, the schedule's: {@code dpmpp_2m}, {@code dpmpp_2m_karras}.
 */
public record SamplerChoice(SamplerName sampler, ScheduleName schedule) {
    /** What other programs call "the sampler's own schedule". */
    private static final String AUTOMATIC = "automatic";

    /** What some programs write in front of names that come from k-diffusion. */
    private static final String FROM_K_DIFFUSION = "k";

    private static final Spellings<SamplerName> SAMPLERS = new Spellings<>();
    private static final Spellings<SamplerChoice> CHOICES = new Spellings<>();

    static {
        for (SamplerName name : SamplerName.values()) {
            name.spellings().forEach(spelling -> SAMPLERS.add(spelling, name));
            CHOICES.add(name.toString(), of(name));
        }
        for (SamplerName name : SamplerName.values()) {
            for (ScheduleName schedule : ScheduleName.values()) {
                CHOICES.add(name + "_" + schedule, new SamplerChoice(name, schedule));
            }
        }
    }

    /** A sampler on its own schedule. */
    public static SamplerChoice of(SamplerName sampler) {
        return new SamplerChoice(sampler, sampler.ownSchedule());
    }

    /** The same sampler on another schedule. */
    public SamplerChoice on(ScheduleName other) {
        return new SamplerChoice(sampler, other);
    }

    /** The sampler over a network's noise levels, with its own share of fresh noise. */
    public Sampler build(NoiseTable table, int steps) {
        return build(table, steps, OptionalDouble.empty());
    }

    /**
     * The sampler over a network's noise levels.
     *
     * @param eta how much of the noise is fresh on every step, 0 to 1; empty for the sampler's own
     */
    public Sampler build(NoiseTable table, int steps, OptionalDouble eta) {
        return new Sampler(sampler.solver(sampler.eta(eta)), schedule.over(table), steps);
    }

    /**
     * The choice of this name, in lower or upper case and with any punctuation, as this project or other programs spell
     * it: {@code "DPM++ 2M Karras"}, {@code "k_euler_a"}, {@code "kdpm_2_a_k"}.
     */
    public static SamplerChoice parse(String name) {
        return find(name).orElseThrow(() -> new IllegalArgumentException(unknown(name)));
    }

    /**
     * The choice where a program gives the two names apart.
     *
     * @param schedule where it is empty or {@code "Automatic"}, what {@code sampler} says alone
     */
    public static SamplerChoice parse(String sampler, String schedule) {
        SamplerChoice choice = parse(sampler);
        boolean unsaid = schedule.isBlank() || schedule.strip().equalsIgnoreCase(AUTOMATIC);
        return unsaid ? choice : choice.on(ScheduleName.parse(schedule));
    }

    private static Optional<SamplerChoice> find(String name) {
        List<String> words = Spellings.words(name);
        if (words.size() > 1 && words.get(0).equals(FROM_K_DIFFUSION)) {
            words = words.subList(1, words.size());
        }
        for (int end = words.size(); end > 0; end--) {
            Optional<SamplerChoice> found = find(words.subList(0, end), words.subList(end, words.size()));
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static Optional<SamplerChoice> find(List<String> sampler, List<String> schedule) {
        return SAMPLERS.find(String.join(" ", sampler))
                .flatMap(name -> schedule.isEmpty()
                        ? Optional.of(of(name))
                        : ScheduleName.find(String.join(" ", schedule)).map(of(name)::on));
    }

    private static String unknown(String name) {
        String known =
                Arrays.stream(SamplerName.values()).map(SamplerName::toString).collect(Collectors.joining(", "));
        return "sampler is '" + name + "', expected one of " + known
                + ", or one with a schedule behind it as in dpmpp_2m_karras"
                + CHOICES.nearest(name)
                        .map(meant -> "; did you mean " + meant + "?")
                        .orElse("");
    }

    /** The name as a user writes it; {@link #parse} reads it. */
    @Override
    public String toString() {
        return schedule == sampler.ownSchedule() ? sampler.toString() : sampler + "_" + schedule;
    }
}

package io.sfumato.cli;

import io.sfumato.model.GenerationDefaults;
import io.sfumato.sampling.SamplerChoice;
import io.sfumato.sampling.SamplerName;
import io.sfumato.sampling.ScheduleName;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How pictures are sampled. */
final class SamplerOptions {
    @Option(
            names = "--sampler",
            paramLabel = "NAME",
            completionCandidates = Samplers.class,
            description = "${COMPLETION-CANDIDATES} (default: the model's).")
    private @Nullable SamplerChoice sampler;

    @Option(
            names = "--schedule",
            paramLabel = "NAME",
            completionCandidates = Schedules.class,
            description = "Where the steps are: ${COMPLETION-CANDIDATES} (default: the sampler's own).")
    private @Nullable ScheduleName schedule;

    /** What is asked for, or else the model's own. */
    SamplerChoice choice(GenerationDefaults defaults) {
        SamplerChoice chosen = Optional.ofNullable(sampler).orElseGet(defaults::sampler);
        return schedule == null ? chosen : chosen.on(schedule);
    }

    /** What help shows. */
    private static final class Samplers implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return names(SamplerName.values());
        }
    }

    /** What help shows. */
    private static final class Schedules implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return names(ScheduleName.values());
        }
    }

    private static Iterator<String> names(Enum<?>[] values) {
        return Arrays.stream(values).map(Enum::toString).iterator();
    }
}

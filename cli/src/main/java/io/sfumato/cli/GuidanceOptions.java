package io.sfumato.cli;

import io.sfumato.model.GenerationDefaults;
import io.sfumato.sampling.NoiseRange;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How closely pictures follow what was asked for. */
final class GuidanceOptions {
    @Option(
            names = "--guidance",
            paramLabel = "X",
            description = "How closely to follow what is asked for; 1 is no guidance (default: the model's).")
    private @Nullable Double guidance;

    @Option(
            names = "--negative",
            paramLabel = "WHAT",
            description = "What the picture should not show: words, or a class where the model hears classes.")
    private String negative = "";

    @Option(
            names = "--guidance-range",
            paramLabel = "LOW:HIGH",
            description = "Noise levels at which guidance acts, such as 0.3:6: the fewer, the faster (default: all).")
    private NoiseRange range = NoiseRange.ALL;

    /** What is asked for, completed by what suits the model. */
    Steering steering(GenerationDefaults defaults) {
        return new Steering(negative, Optional.ofNullable(guidance).orElseGet(defaults::guidance), range);
    }
}

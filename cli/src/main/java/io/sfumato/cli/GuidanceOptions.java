package io.sfumato.cli;

import io.sfumato.model.GenerationDefaults;
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

    /** What is asked for, completed by what suits the model. */
    Steering steering(GenerationDefaults defaults) {
        return new Steering(negative, Optional.ofNullable(guidance).orElseGet(defaults::guidance));
    }
}

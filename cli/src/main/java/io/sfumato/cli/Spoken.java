package io.sfumato.cli;

import java.time.Duration;
import java.util.Locale;

/** Numbers as people say them. */
final class Spoken {
    private Spoken() {}

    /** The two largest units: 2 h 10 min, 3 min 5 s, 4.2 s. */
    static String duration(Duration duration) {
        if (duration.toHours() > 0) {
            return duration.toHours() + " h " + duration.toMinutesPart() + " min";
        }
        if (duration.toMinutes() > 0) {
            return duration.toMinutes() + " min " + duration.toSecondsPart() + " s";
        }
        return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
    }
}

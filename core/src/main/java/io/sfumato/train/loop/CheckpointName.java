package io.sfumato.train.loop;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The name of a checkpoint's folder, {@code STAGE-IMAGES}: of which stage it is, and how many images that had seen. */
record CheckpointName(String stage, long images) {
    private static final Pattern PATTERN = Pattern.compile("(.+)-(\\d{9,18})");

    /** Of a folder; empty where it is not named as a checkpoint. */
    static Optional<CheckpointName> of(Path folder) {
        Matcher matcher = PATTERN.matcher(folder.getFileName().toString());
        return matcher.matches()
                ? Optional.of(new CheckpointName(matcher.group(1), Long.parseLong(matcher.group(2))))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%s-%09d", stage, images);
    }
}

package io.sfumato.tensorboard;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** How event files are named. TensorBoard reads those of a folder in the order of their names, which begin with a time. */
final class EventFileName {
    private static final Pattern NAME = Pattern.compile("events\\.out\\.tfevents\\.(\\d{10})\\..*");

    private EventFileName() {}

    /** A name behind all those of {@code folder}, also where the clock was put back or two runs begin in one second. */
    static Path next(Path folder, Instant now) throws IOException {
        long seconds = Math.max(now.getEpochSecond(), lastIn(folder) + 1);
        long process = ProcessHandle.current().pid();
        return folder.resolve(String.format(Locale.ROOT, "events.out.tfevents.%010d.%s.%d", seconds, host(), process));
    }

    private static long lastIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Matcher> names = files.map(
                            file -> NAME.matcher(file.getFileName().toString()))
                    .filter(Matcher::matches)
                    .toList();
            return names.stream()
                    .mapToLong(name -> Long.parseLong(name.group(1)))
                    .max()
                    .orElse(0);
        }
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName().replaceAll("[^A-Za-z0-9.-]", "-");
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}

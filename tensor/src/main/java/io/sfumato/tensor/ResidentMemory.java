package io.sfumato.tensor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** The memory of this process: tensors lie outside the Java heap. Linux alone tells it. */
public final class ResidentMemory {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final long KIBIBYTE = 1024;

    private ResidentMemory() {}

    /** Bytes now. */
    public static OptionalLong now() {
        return read("VmRSS:");
    }

    /** The most bytes that there have been. */
    public static OptionalLong peak() {
        return read("VmHWM:");
    }

    private static OptionalLong read(String key) {
        try {
            return Files.readAllLines(STATUS).stream()
                    .filter(line -> line.startsWith(key))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * KIBIBYTE)
                    .findFirst();
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }
}

package io.sfumato.tensor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.bytedeco.javacpp.Pointer;

/** The memory of this process: tensors lie outside the Java heap. Linux alone tells it. */
public final class ResidentMemory {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Path REFERENCES = Path.of("/proc/self/clear_refs");

    /** As proc(5) has it. */
    private static final String FORGET_PEAK = "5";

    private static final long WORTH_GIVING_BACK = 256L << 20;
    private static final AtomicLong FREED = new AtomicLong();
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

    /** Has {@link #peak} begin anew, with what there is now. Where the system lets nobody do that, it goes on. */
    public static void forgetPeak() {
        try {
            Files.writeString(REFERENCES, FORGET_PEAK);
        } catch (IOException e) {
            // the peak of the whole process is what remains to be told
        }
    }

    /** Gives the memory of tensors that are gone back to the system, where it was kept for new ones; takes milliseconds, and to touch it again more. */
    public static void giveBack() {
        Pointer.trimMemory();
    }

    /**
     * Hears of large tensors that were freed while a model is laid out: unlike those of a step, their memory is of no use to others. It is given
     * back every quarter of a gigabyte, so that weights are not there twice.
     */
    static void freed(long bytes) {
        if (FREED.addAndGet(bytes) >= WORTH_GIVING_BACK) {
            FREED.set(0);
            giveBack();
        }
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

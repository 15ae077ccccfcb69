package io.sfumato.tensor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bytedeco.javacpp.Loader;

/** What the processor of this machine can do. */
public final class Processor {
    private static final Path DESCRIPTION = Path.of("/proc/cpuinfo");
    private static final Pattern NAME = Pattern.compile("(?m)^model name\\s*:(.+)$");

    private Processor() {}

    /**
     * The cores that this process may use. Where libtorch cannot read the topology of a virtual machine, it would take
     * one core for all.
     */
    public static int cores() {
        return Math.max(1, Math.min(Runtime.getRuntime().availableProcessors(), Loader.totalCores()));
    }

    /** Whether bfloat16 is multiplied by instructions made for it (AVX512-BF16 or AMX). False where unknown. */
    public static boolean multipliesBfloat16() {
        return multipliesBfloat16(description());
    }

    /** Whether these instructions multiply more numbers at a time than those for float32 do. False where unknown. */
    public static boolean isFasterInBfloat16() {
        return isFasterInBfloat16(description());
    }

    /** Whether 8-bit integers are multiplied by instructions made for it (VNNI or AMX). False where unknown. */
    public static boolean multipliesInt8() {
        return multipliesInt8(description());
    }

    /** What its maker calls it; "unknown" where it does not say. */
    public static String name() {
        return name(description());
    }

    static String name(String description) {
        Matcher matcher = NAME.matcher(description);
        return matcher.find() ? matcher.group(1).strip() : "unknown";
    }

    static boolean multipliesBfloat16(String description) {
        return description.contains(" avx512_bf16") || description.contains(" amx_bf16");
    }

    static boolean multipliesInt8(String description) {
        return description.contains(" avx512_vnni")
                || description.contains(" avx_vnni")
                || description.contains(" amx_int8");
    }

    /** AMX does, and AMD's AVX512-BF16; Intel's goes at half the rate of float32 (measured on a Xeon whose AMX is masked). */
    static boolean isFasterInBfloat16(String description) {
        return description.contains(" amx_bf16")
                || (description.contains(" avx512_bf16") && description.contains("AuthenticAMD"));
    }

    private static String description() {
        return Described.TEXT;
    }

    /** Read once, when it is asked for first. */
    private static final class Described {
        static final String TEXT = read();

        private static String read() {
            try {
                return Files.readString(DESCRIPTION, StandardCharsets.UTF_8);
            } catch (IOException e) {
                return "";
            }
        }
    }
}

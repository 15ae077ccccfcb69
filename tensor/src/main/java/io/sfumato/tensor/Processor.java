package io.sfumato.tensor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the processor of this machine can do. */
public final class Processor {
    private static final Path DESCRIPTION = Path.of("/proc/cpuinfo");

    private Processor() {}

    /** Whether bfloat16 is multiplied by instructions made for it. False where unknown. */
    public static boolean multipliesBfloat16() {
        return has(" avx512_bf16") || has(" amx_bf16");
    }

    /**
     * Whether it is multiplied faster than float32: by AMX, or by AMD's AVX512-BF16. Intel's, without AMX, multiplies two pairs
     * where two units multiply float32, but on one unit, and with changes of layout on the way: 0.6 of the speed, measured.
     */
    public static boolean prefersBfloat16() {
        return has(" amx_bf16") || (has(" avx512_bf16") && has("AuthenticAMD"));
    }

    private static boolean has(String feature) {
        try {
            return Files.readString(DESCRIPTION, StandardCharsets.UTF_8).contains(feature);
        } catch (IOException e) {
            return false;
        }
    }
}

package io.sfumato.tensor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bytedeco.javacpp.Loader;

/** What the processor of this machine can do. */
public final class Processor {
    private static final Path DESCRIPTION = Path.of("/proc/cpuinfo");

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
        try {
            String text = Files.readString(DESCRIPTION, StandardCharsets.UTF_8);
            return text.contains(" avx512_bf16") || text.contains(" amx_bf16");
        } catch (IOException e) {
            return false;
        }
    }
}

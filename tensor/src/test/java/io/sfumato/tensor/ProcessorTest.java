package io.sfumato.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProcessorTest {
    @ParameterizedTest
    @CsvSource({
        "AuthenticAMD, avx2 avx512f avx512_bf16 avx512_vnni, true, true",
        "AuthenticAMD, avx2 fma, false, false",
        "GenuineIntel, avx2 avx512f avx512_bf16 amx_bf16 amx_tile, true, true",
        "GenuineIntel, avx2 avx512f avx_vnni avx512_bf16, true, false",
        "GenuineIntel, avx2 avx512f, false, false"
    })
    void bfloat16IsFasterWhereMoreNumbersAreMultipliedAtATime(
            String vendor, String flags, boolean multiplies, boolean faster) {
        String description = "processor : 0\nvendor_id : " + vendor + "\nflags : fpu sse " + flags + "\n";
        assertThat(Processor.multipliesBfloat16(description)).isEqualTo(multiplies);
        assertThat(Processor.isFasterInBfloat16(description)).isEqualTo(faster);
    }

    @ParameterizedTest
    @CsvSource({
        "avx2 avx512f avx512_bf16 avx512_vnni, true",
        "avx2 avx_vnni, true",
        "avx512f amx_tile amx_int8, true",
        "avx2 avx512f avx512_bf16, false"
    })
    void eightBitsAreMultipliedByInstructionsOfTheirOwn(String flags, boolean multiplies) {
        assertThat(Processor.multipliesInt8("flags : fpu sse " + flags + "\n")).isEqualTo(multiplies);
    }

    @Test
    void nothingIsKnownOfAProcessorThatDoesNotDescribeItself() {
        assertThat(Processor.multipliesBfloat16("")).isFalse();
        assertThat(Processor.isFasterInBfloat16("")).isFalse();
        assertThat(Processor.multipliesInt8("")).isFalse();
        assertThat(Processor.name("")).isEqualTo("unknown");
    }

    @Test
    void aProcessorSaysItsName() {
        assertThat(Processor.name("model\t\t: 17\nmodel name\t: AMD EPYC 9965\nstepping\t: 1\n"))
                .isEqualTo("AMD EPYC 9965");
    }
}

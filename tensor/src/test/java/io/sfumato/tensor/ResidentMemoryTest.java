package io.sfumato.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class ResidentMemoryTest {
    private static final long TENSOR = 64L << 20;

    @Test
    void aTensorIsMemoryOfTheProcess() {
        long before = ResidentMemory.now().orElseThrow();
        try (Region region = Region.open()) {
            Tensors.full(Shape.of(TENSOR / 4), 1, Placement.FLOAT32);
            assertThat(ResidentMemory.now().orElseThrow() - before).isGreaterThan(TENSOR / 2);
        }
        assertThat(ResidentMemory.peak().orElseThrow())
                .isGreaterThanOrEqualTo(ResidentMemory.now().orElseThrow());
    }

    @Test
    void thePeakBeginsAnew() {
        try (Region region = Region.open()) {
            Tensors.full(Shape.of(TENSOR / 4), 1, Placement.FLOAT32);
        }
        ResidentMemory.giveBack();
        long before = ResidentMemory.peak().orElseThrow();
        ResidentMemory.forgetPeak();
        assertThat(before - ResidentMemory.peak().orElseThrow()).isGreaterThan(TENSOR / 2);
    }
}

package io.sfumato.tensor;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Without the leak check: what is made here is found by the garbage collector alone, which is the point. */
class UnownedTensorTest {
    @Test
    void aTensorMadeWithoutARegionIsFoundAtOnce() {
        CompletableFuture.runAsync(() -> assertThatThrownBy(() -> Tensors.range(1))
                        .isInstanceOf(AssertionError.class)
                        .hasMessageContaining("no region is open on this thread"))
                .join();
    }
}

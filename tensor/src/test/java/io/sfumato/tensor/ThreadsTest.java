package io.sfumato.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.bytedeco.openblas.presets.openblas_nolapack;
import org.junit.jupiter.api.Test;

class ThreadsTest {
    @Test
    void everyCoreIsUsedUnlessToldOtherwise() {
        int cores = Processor.cores();
        assertThat(cores).isBetween(1, Runtime.getRuntime().availableProcessors());
        assertThat(Threads.count()).isEqualTo(cores);
        try {
            Threads.use(1);
            assertThat(Threads.count()).isEqualTo(1);
        } finally {
            Threads.use(cores);
        }
    }

    /** Its threads would wait busily beside those of OpenMP. */
    @Test
    void productsOfMatricesHaveNoThreadsOfTheirOwn() {
        Threads.use(Processor.cores());
        assertThat(openblas_nolapack.blas_get_num_threads()).isEqualTo(1);
    }

    @Test
    void noThreadIsTooFew() {
        assertThatThrownBy(() -> Threads.use(0))
                .isInstanceOf(TensorException.class)
                .hasMessageContaining("0");
    }
}

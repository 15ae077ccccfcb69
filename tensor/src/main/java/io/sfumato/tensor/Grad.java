package io.sfumato.tensor;

import java.util.function.Supplier;
import org.bytedeco.pytorch.GradMode;

/** Whether operations record what backward needs. */
public final class Grad {
    private Grad() {}

    /** Runs {@code work} without recording: for sampling, coding, evaluation and weight updates. */
    public static <T> T off(Supplier<T> work) {
        boolean before = GradMode.is_enabled();
        GradMode.set_enabled(false);
        try {
            return work.get();
        } finally {
            GradMode.set_enabled(before);
        }
    }

    /** As {@link #off(Supplier)}, for work without a result. */
    public static void off(Runnable work) {
        off(() -> {
            work.run();
            return 0;
        });
    }
}

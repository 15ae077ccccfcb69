package io.sfumato.cli;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The process that started this one to share its work, and must not be outlived by it. */
final class Starter {
    private static final String PROPERTY = "sfumato.starter";

    private Starter() {}

    /** The option by which a JVM that this process starts knows it. */
    static String option() {
        return "-D" + PROPERTY + "=" + ProcessHandle.current().pid();
    }

    /** Does something, in a thread of its own, once the process that started this one is gone. */
    static void whenGone(Runnable work) {
        @Nullable Long starter = Long.getLong(PROPERTY);
        if (starter != null) {
            ProcessHandle.of(starter)
                    .<CompletableFuture<?>>map(ProcessHandle::onExit)
                    .orElseGet(() -> CompletableFuture.completedFuture(starter))
                    .thenRun(() -> new Thread(work, "starter gone").start());
        }
    }
}

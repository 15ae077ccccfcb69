package io.sfumato.cli;

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
            Thread watch = new Thread(() -> runWhenGone(starter, work), "starter");
            watch.setDaemon(true);
            watch.start();
        }
    }

    private static void runWhenGone(long starter, Runnable work) {
        ProcessHandle.of(starter).ifPresent(process -> process.onExit().join());
        work.run();
    }
}

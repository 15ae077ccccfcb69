package io.sfumato.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C, or a plain kill: a wish that is told to the work at hand, which has a while to end in order. The JVM ends with the
 * signal's exit code.
 */
final class Interruption implements AutoCloseable {
    private static final long MINUTES = 10;

    private final CountDownLatch done = new CountDownLatch(1);
    private final Thread hook;

    /** @param wish is run in another thread */
    Interruption(Runnable wish) {
        hook = new Thread(
                () -> {
                    wish.run();
                    await();
                },
                "interruption");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    private void await() {
        try {
            if (!done.await(MINUTES, TimeUnit.MINUTES)) {
                Thread.currentThread().interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The work has ended; the next signal ends the JVM at once. */
    @Override
    public void close() {
        done.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // the JVM is ending
        }
    }
}

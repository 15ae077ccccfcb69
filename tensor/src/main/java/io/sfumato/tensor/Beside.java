package io.sfumato.tensor;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Questions to other machines that may never be answered, asked by a thread that can be left waiting. */
final class Beside {
    private Beside() {}

    /** The answer, or nothing where there is none in time; throws what {@code question} throws. */
    static <T> Optional<T> ask(Duration longest, Supplier<T> question) {
        CompletableFuture<T> answer = CompletableFuture.supplyAsync(question, Beside::run);
        try {
            return Optional.of(answer.get(longest.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException problem) {
                throw problem;
            }
            throw new CompletionException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EnsembleException("waiting for the other processes was interrupted", e);
        }
    }

    private static void run(Runnable work) {
        Thread thread = new Thread(work, "question to other processes");
        thread.setDaemon(true);
        thread.start();
    }
}

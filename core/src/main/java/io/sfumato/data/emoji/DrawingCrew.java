package io.sfumato.data.emoji;

import io.sfumato.data.DataException;
import io.sfumato.image.Png;
import io.sfumato.image.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Draws pictures into a folder on several threads.
 *
 * @param directory the data set's folder
 * @param rasteriser how to draw
 * @param threads how many draw at once; the pictures do not depend on it
 */
record DrawingCrew(Path directory, SvgRasteriser rasteriser, int threads) {
    /** What became of a drawing. */
    enum Outcome {
        DRAWN,
        ALREADY_THERE,
        FAILED
    }

    /**
     * A drawing and what became of it.
     *
     * @param note why it failed, else empty
     */
    record Result(Drawing drawing, Outcome outcome, String note) {}

    /** Draws all {@code drawings}; results come in their order. */
    List<Result> draw(List<Drawing> drawings, Consumer<Result> observer) {
        ExecutorService crew = Executors.newFixedThreadPool(threads);
        try {
            List<Future<Result>> jobs = new ArrayList<>();
            for (Drawing drawing : drawings) {
                jobs.add(crew.submit(() -> {
                    Result result = draw(drawing);
                    observer.accept(result);
                    return result;
                }));
            }
            List<Result> results = new ArrayList<>();
            for (Future<Result> job : jobs) {
                results.add(job.get());
            }
            return results;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DataException(directory + ": interrupted while drawing; a second run goes on from here", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof DataException known) {
                throw known;
            }
            throw new DataException(directory + ": drawing failed: " + e.getCause(), e);
        } finally {
            dismiss(crew);
        }
    }

    /** Nobody draws any more when this returns. */
    private static void dismiss(ExecutorService crew) {
        crew.shutdownNow();
        try {
            if (!crew.awaitTermination(1, TimeUnit.MINUTES)) {
                throw new DataException("a drawing takes longer than a minute; stop the program and try again");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Result draw(Drawing drawing) {
        Path file = directory.resolve(drawing.fileName());
        if (PngFile.isComplete(file, rasteriser.size())) {
            return new Result(drawing, Outcome.ALREADY_THERE, "");
        }
        byte[] png;
        try {
            png = Png.of(rasteriser.draw(drawing.icon())).encode();
        } catch (RuntimeException | IOException | StackOverflowError e) { // whatever strangers' drawings provoke
            return new Result(drawing, Outcome.FAILED, e.toString());
        }
        try {
            Files.createDirectories(file.getParent());
            WholeFile.write(file, png);
        } catch (IOException e) {
            throw new DataException(file + ": cannot be written: " + e.getMessage(), e);
        }
        return new Result(drawing, Outcome.DRAWN, "");
    }
}

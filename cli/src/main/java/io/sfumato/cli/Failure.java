package io.sfumato.cli;

import io.sfumato.condition.ConditionException;
import io.sfumato.data.DataException;
import io.sfumato.image.ImageException;
import io.sfumato.model.ModelException;
import io.sfumato.pipeline.NoPictureException;
import io.sfumato.pipeline.RequestException;
import io.sfumato.replay.ReplayException;
import io.sfumato.tensor.ArchiveException;
import io.sfumato.tensor.EnsembleException;
import io.sfumato.train.recipe.RecipeException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What went wrong, as one line and an exit code.
 *
 * @param exitCode {@link #BAD_INPUT} where the user can mend it, {@link #BROKEN} otherwise
 */
record Failure(String line, int exitCode, Throwable problem) {
    /** As the allocators of main memory and of CUDA say it. */
    private static final Pattern MEMORY = Pattern.compile("can't allocate memory|CUDA out of memory");

    static final int BROKEN = 1;
    static final int BAD_INPUT = 2;

    /** Exceptions whose message is written for the user. */
    private static final List<Class<? extends RuntimeException>> BAD_INPUTS = List.of(
            UsageException.class,
            NoPictureException.class,
            RequestException.class,
            ModelException.class,
            ConditionException.class,
            ReplayException.class,
            ArchiveException.class,
            EnsembleException.class,
            RecipeException.class,
            DataException.class,
            ImageException.class);

    /** How much is told. */
    enum Detail {
        /** The line. */
        LINE,
        /** The line, and where in the program it happened. */
        TRACE;

        /** What the command line asks for, even one that is not understood. */
        static Detail asked(String... args) {
            return Arrays.asList(args).contains("--verbose") ? TRACE : LINE;
        }
    }

    static Failure of(Throwable problem) {
        return of(problem, "A smaller --batch, --width and --height need less");
    }

    /** The same with a cure of one's own where memory was too little. */
    static Failure of(Throwable problem, String thrift) {
        if (problem instanceof UncheckedIOException wrapped) {
            return of(wrapped.getCause(), thrift);
        }
        if (BAD_INPUTS.stream().anyMatch(type -> type.isInstance(problem))) {
            return new Failure(oneLine(message(problem)), BAD_INPUT, problem);
        }
        String first = message(problem).lines().findFirst().orElseThrow();
        return new Failure(isMemory(problem) ? "out of memory (" + first + "). " + thrift : first, BROKEN, problem);
    }

    /** Tells it and returns the exit code. */
    int tell(Console console, Detail detail) {
        console.err().println("sfumato: " + line);
        if (detail == Detail.TRACE) {
            problem.printStackTrace(console.err());
        }
        return exitCode;
    }

    /** A message without its line breaks. */
    static String oneLine(String message) {
        return message.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .collect(Collectors.joining(" "));
    }

    private static String message(Throwable problem) {
        return Optional.ofNullable(problem.getMessage())
                .filter(message -> !message.isBlank())
                .map(message -> isTelling(problem) ? message.strip() : name(problem) + ": " + message.strip())
                .orElse(name(problem));
    }

    /** Whether the message alone says what happened; that of a missing index or file name does not. */
    private static boolean isTelling(Throwable problem) {
        return problem.getClass().getName().startsWith("io.sfumato.");
    }

    private static String name(Throwable problem) {
        return problem.getClass().getSimpleName();
    }

    private static boolean isMemory(Throwable problem) {
        return problem instanceof OutOfMemoryError
                || MEMORY.matcher(message(problem)).find();
    }
}

package io.sfumato.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is told where training runs out of memory of the JVM. It does so when it first speaks, with as much memory as ever. */
@Timeout(60)
class TrainCommandTest {
    private static final String TOLD = "sfumato: out of memory (OutOfMemoryError: Java heap space). Accumulation"
            + " or activations: recomputed in the recipe need less; in a new run, so does a smaller batch";

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    /** A stream to {@code err} whose first word is one too many. */
    private final class Exhausted extends OutputStream {
        private boolean spoken;

        @Override
        public void write(int letter) {
            if (!spoken) {
                spoken = true;
                throw new OutOfMemoryError("Java heap space");
            }
            err.write(letter);
        }
    }

    private static PrintStream printing(OutputStream stream) {
        return new PrintStream(stream, true, StandardCharsets.UTF_8);
    }

    private String lastLine() {
        return err.toString(StandardCharsets.UTF_8).lines().reduce("", (before, last) -> last);
    }

    @Test
    void whoeverRunsOutOfMemoryInTrainingIsToldWhatNeedsLessThere() throws IOException {
        Path recipe = TinyRecipe.write(folder.resolve("tiny.yaml"));
        String run = folder.resolve("run").toString();
        Console console = new Console(printing(err), printing(new Exhausted()), Console.Reader.FILE);
        assertThat(Main.run(console, "train", recipe.toString(), "--output", run))
                .isEqualTo(Failure.BROKEN);
        assertThat(lastLine()).isEqualTo(TOLD);
    }

    @Test
    void soIsWhoeverTriesARecipe() throws IOException {
        Path recipe = TinyRecipe.write(folder.resolve("tiny.yaml"));
        Console console = new Console(printing(new Exhausted()), printing(err), Console.Reader.FILE);
        assertThat(Main.run(console, "train", recipe.toString(), "--dry-run")).isEqualTo(Failure.BROKEN);
        assertThat(lastLine()).isEqualTo(TOLD);
    }
}

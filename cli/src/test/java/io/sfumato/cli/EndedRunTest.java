package io.sfumato.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs in processes of their own, which are ended from outside and go on. */
@Timeout(300)
class EndedRunTest {
    private static final long SEED = 7;
    private static final int TRIES = 3;
    private static final int KILLS = 6;

    @TempDir
    private static Path folder;

    private static Path recipe;
    private static Path whole;
    private static long wholeMillis;

    private final Path run = folder.resolve("run" + System.nanoTime());

    @BeforeAll
    static void trainWithoutInterruption() throws IOException {
        recipe = TinyRecipe.write(folder.resolve("tiny.yaml"));
        whole = folder.resolve("whole");
        long start = System.nanoTime();
        try (TrainingProcess process =
                TrainingProcess.start(List.of(recipe.toString(), "--output", whole.toString()))) {
            assertThat(process.exitCode()).as("%s", process.lines()).isZero();
        }
        wholeMillis = (System.nanoTime() - start) / 1_000_000;
    }

    @Test
    void aRunThatIsKilledAgainAndAgainEndsAsIfItHadNotBeen() throws IOException {
        Random random = new Random(SEED);
        boolean whileWriting = false;
        for (int i = 0; i < TRIES && !whileWriting; i++) {
            kill(() -> exists("checkpoints/.writing"), 0);
            whileWriting = exists("checkpoints/.writing");
        }
        assertThat(whileWriting).as("killed while a checkpoint was written").isTrue();
        kill(() -> exists(checkpoint("autoencoder", TinyRecipe.IMAGES)), 0);
        try (TrainingProcess process = resume()) {
            assertThat(process.await(() -> process.said("encoding")).end(TrainingProcess.SIGKILL))
                    .isEqualTo(137);
            assertThat(exists("latents.safetensors"))
                    .as("killed before all was encoded")
                    .isFalse();
        }
        kill(() -> exists(checkpoint("diffusion", 16)), random.nextInt(200));
        kill(() -> exists(checkpoint("diffusion", TinyRecipe.IMAGES)), 0);
        try (TrainingProcess process = resume()) {
            assertThat(process.exitCode()).as("%s", process.lines()).isZero();
        }
        assertEndedAsTheWhole();
    }

    /** Drawn anew each time: what fails tells its seed. */
    @Test
    void aRunThatIsKilledAtAnyTimesEndsAsIfItHadNotBeen() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < KILLS; i++) {
            try (TrainingProcess process = resume()) {
                TrainingProcess.pause(random.nextLong(wholeMillis));
                process.kill();
            }
        }
        try (TrainingProcess process = resume()) {
            assertThat(process.exitCode())
                    .as("seed %d: %s", seed, process.lines())
                    .isZero();
        }
        assertEndedAsTheWhole();
    }

    /** As where a disk is full: in the middle of the first checkpoint that is larger than those before. */
    @Test
    void aCheckpointThatFindsNoRoomLeavesTheOneBeforeAndIsMadeAgain() throws IOException {
        long room = largest(whole.resolve(checkpoint("autoencoder", TinyRecipe.IMAGES)));
        assertThat(largest(whole.resolve(checkpoint("diffusion", TinyRecipe.IMAGES))))
                .isGreaterThan(room);
        try (TrainingProcess process =
                TrainingProcess.startWithFilesOf(room, List.of(recipe.toString(), "--output", run.toString()))) {
            assertThat(process.exitCode()).as("%s", process.lines()).isEqualTo(2);
            assertThat(process.lines())
                    .filteredOn(line -> line.contains("sfumato: "))
                    .singleElement()
                    .asString()
                    .contains(
                            checkpoint("diffusion", 16) + " cannot be written: File too large",
                            "the last good checkpoint is " + run.resolve(checkpoint("autoencoder", TinyRecipe.IMAGES)));
        }
        assertThat(exists("checkpoints/.writing")).as("nothing half written").isFalse();
        try (TrainingProcess process = resume()) {
            assertThat(process.exitCode()).as("%s", process.lines()).isZero();
        }
        assertEndedAsTheWhole();
    }

    private static long largest(Path checkpoint) throws IOException {
        try (Stream<Path> files = Files.list(checkpoint)) {
            return files.mapToLong(file -> file.toFile().length()).max().orElseThrow();
        }
    }

    @Test
    void aRunThatIsAskedToEndDoesSoAtOnceAndGoesOnBitForBit() throws IOException {
        try (TrainingProcess process = resume()) {
            process.await(() -> exists("autoencoder-loss.png"));
            assertThat(process.end(TrainingProcess.SIGINT)).isEqualTo(130);
            assertStopped(process, "in stage autoencoder after step \\d+ of 16|while samples were drawn");
        }
        try (TrainingProcess process = resume()) {
            process.await(() -> process.said("encoding"));
            assertThat(process.end(TrainingProcess.SIGTERM)).isEqualTo(143);
            assertStopped(process, "while pictures were encoded");
            assertThat(exists("latents.safetensors")).isFalse();
        }
        try (TrainingProcess process = resume()) {
            process.await(() -> exists(checkpoint("diffusion", TinyRecipe.IMAGES)));
            assertThat(process.end(TrainingProcess.SIGINT)).isEqualTo(130);
            assertStopped(process, "while samples were drawn");
        }
        try (TrainingProcess process = resume()) {
            assertThat(process.exitCode()).as("%s", process.lines()).isZero();
        }
        assertEndedAsTheWhole();
    }

    @Test
    void severalProcessesAreAskedToEndTogetherAndOneThatIsKilledIsMissed() throws IOException {
        try (TrainingProcess process = resume("--processes", "2")) {
            process.await(() -> exists(checkpoint("autoencoder", 16)));
            List<ProcessHandle> members = process.children();
            assertThat(process.end(TrainingProcess.SIGINT)).isEqualTo(130);
            assertStopped(process, "in stage autoencoder after step \\d+ of 16|while samples were drawn");
            assertThat(members).hasSize(2).noneMatch(ProcessHandle::isAlive);
        }
        try (TrainingProcess process = resume("--processes", "2")) {
            process.await(() -> exists(checkpoint("autoencoder", 32)));
            process.children().get(1).destroyForcibly();
            assertThat(process.exitCode()).isEqualTo(137);
            assertThat(process.lines())
                    .filteredOn(line -> line.startsWith("sfumato: rank 0 of 2 cannot go on with "))
                    .singleElement()
                    .asString()
                    .contains(": rank 1 gives no sign of life", "; the last good checkpoint is " + run);
        }
        try (TrainingProcess process = resume()) {
            process.await(() -> exists(checkpoint("autoencoder", TinyRecipe.IMAGES)));
        }
    }

    /** Its last line, and the only one that is no progress. */
    private void assertStopped(TrainingProcess process, String where) {
        assertThat(process.lines())
                .filteredOn(line -> line.contains("sfumato: "))
                .singleElement()
                .isEqualTo(process.lines().get(process.lines().size() - 1))
                .asString()
                .matches("sfumato: stopped (" + where + "); it goes on with ./sfumato train --resume " + run);
    }

    private boolean exists(String file) {
        return Files.exists(run.resolve(file));
    }

    private static String checkpoint(String stage, int images) {
        return "checkpoints/%s-%09d".formatted(stage, images);
    }

    /** Begins the run, or goes on with it. */
    private TrainingProcess resume(String... options) {
        List<String> arguments = new ArrayList<>(
                exists("recipe.yaml")
                        ? List.of("--resume", run.toString())
                        : List.of(recipe.toString(), "--output", run.toString()));
        arguments.addAll(List.of(options));
        return TrainingProcess.start(arguments);
    }

    private void kill(BooleanSupplier moment, int later) {
        try (TrainingProcess process = resume()) {
            process.await(moment);
            TrainingProcess.pause(later);
            assertThat(process.end(TrainingProcess.SIGKILL))
                    .as("%s", process.lines())
                    .isEqualTo(137);
        }
    }

    private void assertEndedAsTheWhole() throws IOException {
        assertThat(files(run)).isEqualTo(files(whole));
        for (String name : files(whole)) {
            if (!name.endsWith(".jsonl") && !name.endsWith("-loss.png")) {
                assertThat(Files.mismatch(run.resolve(name), whole.resolve(name)))
                        .as(name)
                        .isEqualTo(-1);
            }
        }
        for (String link : List.of("checkpoints/last", "checkpoints/best")) {
            assertThat(Files.readSymbolicLink(run.resolve(link)))
                    .as(link)
                    .isEqualTo(Files.readSymbolicLink(whole.resolve(link)));
        }
    }

    /** All that a run leaves, but for TensorBoard, which has a file for each time that it went on. */
    private static List<String> files(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                    .map(file -> root.relativize(file).toString())
                    .filter(name -> !name.startsWith("tensorboard"))
                    .sorted()
                    .toList();
        }
    }
}

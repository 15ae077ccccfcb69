package io.sfumato.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Data that cannot be trained on, as a user meets them: one line, exit code 2, and nothing half written. */
class HostileDataTest {
    private static final String STEADY = "{type: constant, peak: 1.0e-4, warmup: 0}";

    @TempDir
    private Path folder;

    private Path pictures;
    private Path run;

    @BeforeEach
    void choosePlaces() {
        pictures = folder.resolve("pictures");
        run = folder.resolve("run");
    }

    private Session train(String recipe, String... more) throws IOException {
        Path file = Files.writeString(folder.resolve("recipe.yaml"), recipe);
        return Session.of(Stream.concat(
                        Stream.of("train", file.toString(), "-o", run.toString(), "--threads", "1"), Stream.of(more))
                .toArray(String[]::new));
    }

    private Session trainOn(String type) throws IOException {
        return train(TinyRecipes.autoencoder(type, pictures, STEADY));
    }

    private static void assertRefused(Session session, String... complaints) {
        assertThat(session.exitCode()).isEqualTo(2);
        assertThat(session.out()).isEmpty();
        List<String> lines = session.err().lines().toList();
        assertThat(lines.get(lines.size() - 1)).startsWith("sfumato: ").contains(complaints);
        assertThat(lines.subList(0, lines.size() - 1)).noneMatch(line -> line.startsWith("sfumato: "));
    }

    /** No folder that was being written, and no file that is not whole. */
    private void assertNothingHalfWritten() throws IOException {
        try (Stream<Path> files = Files.walk(run)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .noneMatch(name ->
                            name.startsWith(".writing") || name.startsWith(".removing") || name.endsWith(".tmp"));
        }
    }

    private void spoil(int picture) throws IOException {
        Path file = pictures.resolve("%03d.png".formatted(picture));
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length / 2));
    }

    @Test
    void aBrokenPictureIsNamedSkippedAndCounted() throws IOException {
        TinyRecipes.writePictures(pictures, 100);
        spoil(42);
        Session session = trainOn("pictures");
        assertThat(session.err())
                .containsOnlyOnce("skipped 1: ")
                .contains("042.png")
                .doesNotContain("skipped 2");
        assertThat(session.exitCode()).isZero();
    }

    @Test
    void moreThanOneInAHundredBrokenStopTheRun() throws IOException {
        TinyRecipes.writePictures(pictures, 100);
        for (int i = 10; i < 40; i++) {
            spoil(i);
        }
        assertRefused(trainOn("pictures"), "of 100 pictures cannot be used, expected at most 1 %", ".png");
        assertNothingHalfWritten();
    }

    @Test
    void aFolderWithoutPicturesIsNoDataSet() throws IOException {
        Files.createDirectories(pictures);
        Files.writeString(pictures.resolve("readme.txt"), "none yet");
        assertRefused(trainOn("pictures"), pictures.toString(), "no pictures here");
        assertThat(run).doesNotExist();
    }

    @Test
    void aFolderThatIsNotThereIsNamed() throws IOException {
        assertRefused(trainOn("pictures"), pictures.toString(), "no such folder");
        assertThat(run).doesNotExist();
    }

    @Test
    void picturesWithoutCaptionsAreNamed() throws IOException {
        TinyRecipes.writePictures(pictures, 3);
        Files.writeString(pictures.resolve("000.txt"), "a red disc");
        assertRefused(trainOn("captions"), "001", "txt");
        assertThat(run).doesNotExist();
    }

    @Test
    void captionsOfPicturesThatAreNotThereAreNamedByTheirLine() throws IOException {
        TinyRecipes.writePictures(pictures, 2);
        Files.writeString(pictures.resolve("metadata.jsonl"), """
                {"file_name": "000.png", "text": "a red disc"}
                {"file_name": "017.png", "text": "a disc"}
                """);
        assertRefused(trainOn("captions"), "metadata.jsonl line 2: ", "'017.png' does not exist");
        Files.writeString(
                pictures.resolve("metadata.jsonl"), "{\"file_name\": \"../recipe.yaml\", \"text\": \"a secret\"}\n");
        assertRefused(trainOn("captions"), "metadata.jsonl line 1: ", "leads out of the folder");
        Files.write(
                pictures.resolve("metadata.jsonl"), "{\"text\": \"Gr\u00fcn\"}".getBytes(StandardCharsets.ISO_8859_1));
        assertRefused(trainOn("captions"), "metadata.jsonl: is not UTF-8 text");
        assertThat(run).doesNotExist();
    }

    @Test
    void classesThatTheModelHasNotAreNamed() throws IOException {
        for (String name : List.of("cat", "dog", "hen")) {
            TinyRecipes.writePictures(folder.resolve("ILSVRC2012_train/data").resolve(name), 2);
        }
        Files.writeString(folder.resolve("model.ckpt"), "no weights, but nobody comes as far as to read them");
        Path list = folder.resolve("ILSVRC2012_train/filelist.txt");
        Files.writeString(list, "cat/000.png\ndog/001.png\nhen/000.png\n");
        String config = TinyRecipes.twoClasses(folder);
        assertRefused(train(config), "the data have 3 classes, expected 2 at most");
        assertRefused(
                train(config, "--data", folder.resolve("ILSVRC2012_train/data").toString()),
                "the data have 3 classes, expected 2 at most");
        Files.writeString(list, "cat/000.png\n001.png\n");
        assertRefused(train(config), "filelist.txt", "'001.png' does not exist");
        assertThat(run).doesNotExist();
    }

    @Test
    void weightsThatAreNoNumbersEndTheRunAtItsLastGoodCheckpoint() throws IOException {
        TinyRecipes.writePictures(pictures, 8);
        Session session = train(TinyRecipes.autoencoder("pictures", pictures, TinyRecipes.EXPLODING));
        assertRefused(
                session,
                "the weights are no numbers after step ",
                " of stage autoencoder",
                "the last good checkpoint is " + run.resolve("checkpoints/autoencoder-0000000"),
                "A lower learning rate",
                run.resolve("recipe.yaml").toString());
        assertThat(run.resolve("checkpoints/last/model.safetensors")).isNotEmptyFile();
        assertThat(run.resolve("model")).doesNotExist();
        assertNothingHalfWritten();
    }
}

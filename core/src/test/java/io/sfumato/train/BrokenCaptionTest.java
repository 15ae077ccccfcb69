package io.sfumato.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sfumato.data.BrokenPictureException;
import io.sfumato.data.DataException;
import io.sfumato.data.Drawings;
import io.sfumato.data.files.DataFolder;
import io.sfumato.tensor.Safetensors;
import io.sfumato.tensor.TensorArchive;
import io.sfumato.tensor.testkit.NoLeaks;
import io.sfumato.train.loop.Session;
import io.sfumato.train.loop.Silent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A caption that cannot be read costs its picture and not the run. */
@ExtendWith(NoLeaks.class)
class BrokenCaptionTest {
    private static final int PICTURES = 120;

    @TempDir
    private Path folder;

    private final List<String> notes = new ArrayList<>();
    private Path pictures;

    @BeforeEach
    void writePictures() {
        pictures = folder.resolve("pictures");
        byte[] png = Drawings.png(Drawings.noise(TinyTraining.SIDE, TinyTraining.SIDE, 1));
        for (int i = 0; i < PICTURES; i++) {
            Drawings.put(pictures, i + ".png", png);
            Drawings.put(pictures, i + ".txt", "noise\n".getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Empties the caption of an entry to train on. */
    private String empty(int entry) throws IOException {
        String name =
                new DataFolder(pictures, 0.02).captions().train().name(entry).replace(".png", ".txt");
        Files.writeString(pictures.resolve(name), "");
        return name;
    }

    private Path train() throws IOException {
        String recipe = TinyTraining.recipe(pictures)
                .replace("images: 80", "images: 4")
                .replace("images: 60", "images: 4")
                .replace("images: 32", "images: 4");
        Path run = folder.resolve("run");
        TrainingRun.open(Files.writeString(folder.resolve("recipe.yaml"), recipe), run)
                .train(Session.alone(new Silent() {
                    @Override
                    public void note(String text) {
                        notes.add(text);
                    }
                }));
        return run;
    }

    @Test
    void theFirstEntryIsSkippedFromTheVocabularyToTheModel() throws IOException {
        String broken = empty(0);
        Path run = train();
        assertThat(run.resolve("model/model.json")).exists();
        assertThat(notes)
                .filteredOn(note -> note.startsWith("skipped"))
                .singleElement()
                .asString()
                .contains("skipped 1: ", broken, "is empty");
        Path list = run.resolve("skipped.txt");
        assertThat(Files.readAllLines(list)).singleElement().asString().contains(broken, "is empty");
        int training = new DataFolder(pictures, 0.02).captions().train().count();
        try (TensorArchive latents = Safetensors.open(run.resolve("latents.safetensors"))) {
            assertThat(latents.load("entries").toLongs())
                    .as("all but the first, and a row that is left over")
                    .containsExactly(LongStream.concat(LongStream.range(1, training), LongStream.of(-1))
                            .toArray());
        }
    }

    @Test
    void whatIsListedIsNotToldAgain() throws IOException {
        Path list = Files.writeString(folder.resolve("skipped.txt"), "a.png is broken" + System.lineSeparator());
        Skipped skipped = new Skipped(
                new Silent() {
                    @Override
                    public void note(String text) {
                        notes.add(text);
                    }
                },
                list,
                200);
        for (String name : List.of("a.png", "b.png", "b.png")) {
            skipped.accept(new BrokenPictureException(name + " is broken"));
        }
        assertThat(notes).containsExactly("skipped 2: b.png is broken");
        assertThat(Files.readAllLines(list)).containsExactly("a.png is broken", "b.png is broken");
    }

    /** Each process meets a part of the pictures alone, which may have less than one in a hundred broken. */
    @Test
    void moreThanOneInAHundredAreTooManyWhoeverHasMetThem() throws IOException {
        Path list = folder.resolve("skipped.txt");
        Skipped one = new Skipped(new Silent(), list, 200);
        Skipped other = new Skipped(new Silent(), list, 200);
        one.accept(new BrokenPictureException("a.png is broken"));
        other.accept(new BrokenPictureException("b.png is broken"));
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> one.accept(new BrokenPictureException("c.png is broken")))
                .withMessage("3 of 200 pictures cannot be used, expected at most 1 %: they are listed in " + list
                        + ". Mend or remove them, and remove the list");
    }

    @Test
    void moreThanOneInAHundredEndsTheRunBeforeWordsAreCounted() throws IOException {
        empty(0);
        empty(3);
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(this::train)
                .withMessageContaining("2 of 120 pictures cannot be used, expected at most 1 %")
                .satisfies(e -> assertThat(e.getMessage()).contains("is empty").doesNotContain("\n"));
    }
}

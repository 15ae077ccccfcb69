package io.sfumato.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sfumato.image.Png;
import io.sfumato.model.ModelDescription.Absence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClassToImageCommandTest {
    @TempDir
    private static Path shared;

    private static Path named;
    private static Path unguided;
    private static Path words;
    private static Path unconditional;

    @TempDir
    private Path folder;

    @BeforeAll
    static void writeModels() throws IOException {
        named = TinyModel.writeClasses(shared.resolve("named"), List.of("dress", "Coat", "10"), Absence.LEARNED);
        unguided = TinyModel.writeClasses(shared.resolve("unguided"), List.of(), Absence.UNLEARNED);
        words = TinyModel.write(shared);
        unconditional = TinyModel.writeUnconditional(shared.resolve("unconditional"));
    }

    @Test
    void aPictureOfAClassCarriesItsName() {
        Session session = ask("class2img", named, "coat", "--seed", "7", "-o", folder + "/");
        assertThat(session.err()).startsWith("done in ");
        assertThat(session.out()).isEqualTo("seed 7  " + folder.resolve("coat-7.png") + System.lineSeparator());
        assertThat(text("coat-7.png"))
                .startsWith("Coat\nSteps: 2, Sampler: ddim, CFG scale: 4, Seed: 7, Size: 16x16, Model hash: ");
    }

    @Test
    void namesGoBeforeNumbersAndBothMeanTheSame() throws IOException {
        byte[] byName = picture("a.png", named, "coat");
        assertThat(picture("b.png", named, "1")).isEqualTo(byName);
        assertThat(picture("c.png", named, "dress")).isNotEqualTo(byName);
        assertThat(picture("d.png", named, "10")).isEqualTo(picture("e.png", named, "2"));
    }

    @Test
    void severalClassesAreARowEachAndAPictureIsTheSameAlone() throws IOException {
        Session session = ask("class2img", named, "coat", "0", "--count", "3", "--seed", "7", "-o", "FOLDER/all.png");
        assertThat(session.exitCode()).as(session.err()).isZero();
        assertThat(session.out().lines()).hasSize(7);
        var sheet = Png.read(folder.resolve("all-grid.png")).image();
        assertThat(List.of(sheet.getWidth(), sheet.getHeight()))
                .containsExactly(3 * (TinyModel.SIDE + 2) - 2, 2 * (TinyModel.SIDE + 2) - 2);
        assertThat(text("all-3.png")).startsWith("Coat\n").contains("Seed: 9,");
        assertThat(text("all-4.png")).startsWith("dress\n").contains("Seed: 10,");
        assertThat(text("all-grid.png")).startsWith("Coat, dress\n");
        ask("class2img", named, "dress", "--seed", "10", "-o", "FOLDER/alone.png");
        assertThat(Files.readAllBytes(folder.resolve("alone.png")))
                .isEqualTo(Files.readAllBytes(folder.resolve("all-4.png")));
    }

    @Test
    void allAreAllThatHaveAPicture() throws IOException {
        JsonNode json = new ObjectMapper()
                .readTree(ask("class2img", named, "--all", "--json", "--quiet", "-o", "FOLDER/")
                        .out());
        assertThat(json.get("classes").toString()).isEqualTo("[0,1,2]");
        assertThat(json.get("names").toString()).isEqualTo("[\"dress\",\"Coat\",\"10\"]");
        assertThat(json.get("files")).hasSize(3);
        assertThat(json.has("prompt")).isFalse();
    }

    @Test
    void withoutNamesAClassIsCalledByItsNumber() {
        ask("class2img", unguided, "3", "--guidance", "1", "--seed", "7", "-o", folder.toString());
        assertThat(text("class-3-7.png")).startsWith("class 3\nSteps: 2, Sampler: ddim, CFG scale: 1, ");
    }

    @Test
    void anotherClassCanBeSteeredAwayFrom() throws IOException {
        byte[] plain = picture("plain.png", unguided, "1", "--guidance", "1");
        byte[] steered = picture("steered.png", unguided, "1", "--guidance", "3", "--negative", "2");
        assertThat(steered).isNotEqualTo(plain);
        assertThat(text("steered.png")).startsWith("class 1\nNegative prompt: 2\n");
    }

    @Test
    void aModelThatNeverDidWithoutAClassIsNotGuided() throws IOException {
        assertRefused(
                ask("class2img", unguided, "1", "-o", "FOLDER/"),
                "guidance is 4.0, expected 1 for none: tiny was trained without condition_dropout");
        assertRefused(
                ask("unconditional", unguided, "-o", "FOLDER/"),
                "is a model that hears classes, and has not learned to do without",
                "sfumato class2img");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "skirt | class is 'skirt', expected a name or a number from 0 to 2: dress, Coat, 10",
                "oa | class is 'oa', expected a name or a number from 0 to 2: Coat",
                "3 | class is '3', expected a name or a number from 0 to 2",
                "99999999999 | class is '99999999999', expected a name or a number from 0 to 2",
                "'' | class is '', expected a name or a number from 0 to 2"
            })
    void aClassThatIsNotThereIsAnsweredWithThoseThatAre(String asked, String answer) throws IOException {
        assertRefused(ask("class2img", named, asked, "-o", "FOLDER/"), answer);
        assertRefused(ask("class2img", named, "coat", "--negative", asked + "?", "-o", "FOLDER/"), "class is '");
    }

    @Test
    void inspectSaysWhichClassesThereAre() {
        assertThat(Session.of("inspect", named.toString()).out()).contains("classes: 0 dress, 1 Coat, 2 10\n");
        assertThat(Session.of("inspect", unguided.toString()).out()).contains("classes: 4\n");
    }

    @Test
    void classesAreNamedOrAllAreMeant() throws IOException {
        assertRefused(
                ask("class2img", named, "-o", "FOLDER/"), "expected either names or numbers of classes, or --all");
        assertRefused(ask("class2img", named, "coat", "--all", "-o", "FOLDER/"), "or --all");
        assertRefused(
                ask("class2img", named, "coat", "0", "--count", "9999", "-o", "FOLDER/"),
                "count is 9999, expected 1 to 5000 of each of 2");
    }

    @Test
    void aModelThatIsToldSomethingElseIsSentToItsVerb() throws IOException {
        assertRefused(
                ask("class2img", words, "1", "-o", "FOLDER/"),
                "is a model that reads words, expected one that hears classes",
                "by: sfumato txt2img");
        assertRefused(
                ask("class2img", unconditional, "1", "-o", "FOLDER/"), "is told nothing", "by: sfumato unconditional");
        assertRefused(ask("txt2img", named, "coat", "-o", "FOLDER/"), "hears classes", "by: sfumato class2img");
        assertRefused(ask("txt2img", unconditional, "x", "-o", "FOLDER/"), "by: sfumato unconditional");
    }

    @Test
    void picturesWithoutAWishAreNamedAfterTheModel() throws IOException {
        ask("unconditional", unconditional, "--count", "4", "--seed", "7", "-o", "FOLDER/");
        assertThat(files())
                .containsExactly("tiny-7-1.png", "tiny-7-2.png", "tiny-7-3.png", "tiny-7-4.png", "tiny-7-grid.png");
        assertThat(text("tiny-7-2.png")).startsWith("\nSteps: 2, Sampler: ddim, CFG scale: 1, Seed: 8, ");
        JsonNode json = new ObjectMapper()
                .readTree(ask("unconditional", unconditional, "--json", "--quiet", "-o", "FOLDER/")
                        .out());
        assertThat(json.has("prompt") || json.has("classes")).isFalse();
    }

    @Test
    void whatLearnedToDoWithoutAWishNeedsNone() throws IOException {
        assertThat(ask("unconditional", named, "-o", "FOLDER/a.png").exitCode()).isZero();
        assertThat(ask("unconditional", words, "-o", "FOLDER/b.png").exitCode()).isZero();
        assertThat(files()).containsExactly("a.png", "b.png");
        Session steered = ask("unconditional", named, "--guidance", "2", "-o", "FOLDER/c.png");
        assertThat(steered.exitCode()).isEqualTo(2);
    }

    private byte[] picture(String file, Path model, String... args) throws IOException {
        Stream<String> all = Stream.concat(Arrays.stream(args), Stream.of("--seed", "7", "-o", "FOLDER/" + file));
        Session session = ask("class2img", model, all.toArray(String[]::new));
        assertThat(session.exitCode()).as(session.err()).isZero();
        var image = Png.read(folder.resolve(file)).image();
        return Png.of(image).encode();
    }

    private String text(String file) {
        return Png.read(folder.resolve(file)).text().getOrDefault("parameters", "");
    }

    private Session ask(String verb, Path model, String... args) {
        Stream<String> start = Stream.of(verb, "--model", model.toString(), "--precision", "float32", "--threads", "1");
        Stream<String> rest = Arrays.stream(args).map(arg -> arg.replace("FOLDER", folder.toString()));
        return Session.of(Stream.concat(start, rest).toArray(String[]::new));
    }

    private void assertRefused(Session session, String... parts) throws IOException {
        assertThat(session.err()).startsWith("sfumato").contains(parts).hasLineCount(1);
        assertThat(session.exitCode()).isEqualTo(2);
        assertThat(session.out()).isEmpty();
        assertThat(files()).isEmpty();
    }

    private List<String> files() throws IOException {
        try (Stream<Path> list = Files.list(folder)) {
            return list.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}

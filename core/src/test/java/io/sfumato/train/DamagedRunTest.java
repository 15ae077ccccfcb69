package io.sfumato.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sfumato.tensor.Region;
import io.sfumato.tensor.Safetensors;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.TensorArchive;
import io.sfumato.tensor.testkit.NoLeaks;
import io.sfumato.train.loop.Session;
import io.sfumato.train.loop.Silent;
import io.sfumato.train.recipe.RecipeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Run folders that somebody or something has changed: one line says what is wrong, and nothing more is lost. */
@ExtendWith(NoLeaks.class)
class DamagedRunTest {
    private static final String ORIGINS = "origins.json";
    private static final String LATENTS = "latents.safetensors";
    private static final String LAST = "checkpoints/diffusion-000000032/";

    @TempDir
    private static Path folder;

    private static Path whole;
    private static Path wider;

    private Path run;

    @BeforeAll
    static void train() throws IOException {
        Path pictures = TinyTraining.writePictures(folder.resolve("pictures"), 2);
        String recipe = TinyTraining.recipe(pictures)
                .replace("images: 80", "images: 8")
                .replace("images: 60", "images: 4")
                .replace("checkpoint_images: 40", "checkpoint_images: 4");
        whole = train("whole", recipe);
        wider = train(
                "wider",
                recipe.replace("seed: 3", "seed: 4")
                        .replace("width: 32", "width: 64")
                        .replace("context_width: 32", "context_width: 64"));
    }

    private static Path train(String name, String recipe) throws IOException {
        Path file = Files.writeString(folder.resolve(name + ".yaml"), recipe);
        Path run = folder.resolve(name);
        TrainingRun.open(file, run).train(Session.alone(new Silent()));
        return run;
    }

    @BeforeEach
    void copy() throws IOException {
        run = folder.resolve("copy" + System.nanoTime());
        copy(whole, run);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path copy = to.resolve(from.relativize(file).toString());
                Files.copy(file, copy, LinkOption.NOFOLLOW_LINKS, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private void resume() {
        TrainingRun.resume(run).train(Session.alone(new Silent()));
    }

    /** Every checkpoint's files and their sizes. */
    private Map<String, Long> checkpoints() throws IOException {
        Map<String, Long> sizes = new TreeMap<>();
        try (Stream<Path> files = Files.walk(run.resolve("checkpoints"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                sizes.put(run.relativize(file).toString(), Files.size(file));
            }
        }
        return sizes;
    }

    private void assertRefused(String... parts) throws IOException {
        Map<String, Long> before = checkpoints();
        assertThatThrownBy(this::resume)
                .isInstanceOf(RecipeException.class)
                .message()
                .doesNotContain("\n")
                .contains(parts);
        assertThat(checkpoints()).as("nothing is lost").isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "{", "null", "[]", "{}", "{\"stage\": \"diffusion\", \"progress\": null}", "\u0000\u0001"})
    void aStateThatIsNoneIsSaidSo(String state) throws IOException {
        Files.writeString(run.resolve(LAST + "state.json"), state);
        assertRefused(LAST + "state.json cannot be used: ", ". Remove ", " to go on from an earlier checkpoint");
    }

    @Test
    void aStateThatWasCutShortIsSaidSo() throws IOException {
        Path state = run.resolve(LAST + "state.json");
        byte[] bytes = Files.readAllBytes(state);
        Files.write(state, Arrays.copyOf(bytes, bytes.length / 2));
        assertRefused("state.json cannot be used: ", "Remove ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"model.safetensors", "average.safetensors", "learning.safetensors", "state.json"})
    void aMissingFileIsNamed(String file) throws IOException {
        Files.delete(run.resolve(LAST + file));
        assertRefused(file, "Remove ");
    }

    @Test
    void filesThatNobodySummedAreNotRead() throws IOException {
        Path state = run.resolve(LAST + "state.json");
        Files.writeString(state, Files.readString(state).replace("model.safetensors", "../../../other"));
        assertRefused("it was written for another stage, another number of images, or other files");
    }

    @Test
    void theCheckpointOfAnotherStageIsNotTakenForOneOfThis() throws IOException {
        copy(run.resolve("checkpoints/autoencoder-000000008"), run.resolve("checkpoints/diffusion-000000036"));
        assertRefused("diffusion-000000036/state.json cannot be used: it was written for another stage");
    }

    @Test
    void theCheckpointOfAnotherRecipeDoesNotFit() throws IOException {
        Files.move(run.resolve(LAST), folder.resolve("fitting"));
        copy(wider.resolve(LAST), run.resolve(LAST));
        assertRefused(" it is asked to fill one of ", "recipe.yaml has asked for other sizes since", "Put them back");
    }

    @Test
    void linksThatAreGoneAreMadeAgain() throws IOException {
        Files.delete(run.resolve("checkpoints/last"));
        Files.delete(run.resolve("checkpoints/best"));
        resume();
        assertLinked();
    }

    @Test
    void linksThatPointOutsideAreMadeAgainAndNotFollowed() throws IOException {
        Path outside = Files.createDirectories(run.resolve("elsewhere/diffusion-000000040"));
        Files.writeString(outside.resolve("state.json"), "not ours");
        for (String name : new String[] {"checkpoints/last", "checkpoints/best"}) {
            Files.delete(run.resolve(name));
            Files.createSymbolicLink(run.resolve(name), outside);
        }
        resume();
        assertLinked();
        assertThat(outside.resolve("state.json")).hasContent("not ours");
    }

    private void assertLinked() throws IOException {
        for (String name : new String[] {"checkpoints/last", "checkpoints/best"}) {
            assertThat(Files.readSymbolicLink(run.resolve(name)))
                    .isEqualTo(Files.readSymbolicLink(whole.resolve(name)));
        }
    }

    @Test
    void aLinkThatBecameAFolderWhenTheRunWasCopiedIsLeftAlone() throws IOException {
        Files.delete(run.resolve("checkpoints/last"));
        copy(run.resolve(LAST), run.resolve("checkpoints/last"));
        assertRefused("checkpoints/last is no link, expected one to diffusion-000000032");
    }

    @Test
    void whatAKilledProcessLeftIsRemoved() throws IOException {
        Files.writeString(
                Files.createDirectories(run.resolve("checkpoints/.writing")).resolve("state.json"), "{");
        copy(run.resolve(LAST), run.resolve("checkpoints/.removing"));
        resume();
        assertThat(run.resolve("checkpoints/.writing")).doesNotExist();
        assertThat(run.resolve("checkpoints/.removing")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({
        "latents.safetensors, to have the pictures encoded again",
        "scaling.json, to have it measured again",
        "tokenizer.json, to have it made again",
        "recipe.yaml, recipe.yaml"
    })
    void otherFilesThatWereCutShortAreNamed(String file, String cure) throws IOException {
        byte[] bytes = Files.readAllBytes(run.resolve(file));
        Files.write(run.resolve(file), Arrays.copyOf(bytes, bytes.length / 3));
        assertRefused(file, cure);
    }

    @Test
    void latentsOfAnotherFirstStageAreNotTaken() throws IOException {
        Files.copy(wider.resolve(LATENTS), run.resolve(LATENTS), StandardCopyOption.REPLACE_EXISTING);
        assertRefused(LATENTS + " holds latents of another first stage", "Remove ", "encoded again");
    }

    @Test
    void whatIsNotOfLatentsIsNotTakenForThem() throws IOException {
        Files.copy(
                run.resolve("checkpoints/autoencoder-000000008/model.safetensors"),
                run.resolve(LATENTS),
                StandardCopyOption.REPLACE_EXISTING);
        assertRefused(LATENTS + " has no tensor 'entries'", "encoded again");
    }

    @Test
    void latentsThatDoNotSayWhatTheyAreOfAreNotTaken() throws IOException {
        Map<String, Tensor> tensors = new TreeMap<>();
        try (Region region = Region.open();
                TensorArchive archive = Safetensors.open(run.resolve(LATENTS))) {
            archive.names().forEach(name -> tensors.put(name, archive.load(name)));
            Safetensors.write(run.resolve(LATENTS), tensors, Map.of());
        }
        assertRefused(LATENTS + " does not say of which pictures", "Remove ", "encoded again");
    }

    /** As many as before, and one of them under a name that sorts first: all others have moved by one. */
    @Test
    void picturesThatWereRenamedSinceAreNotTakenForOthers() throws IOException {
        Path renamed = TinyTraining.writePictures(folder.resolve("renamed"), 2);
        Files.move(renamed.resolve("9.png"), renamed.resolve("00.png"));
        Path metadata = renamed.resolve("metadata.jsonl");
        List<String> lines = new ArrayList<>(Files.readAllLines(metadata));
        lines.add(0, lines.remove(9).replace("9.png", "00.png"));
        Files.write(metadata, lines);
        Path recipe = run.resolve("recipe.yaml");
        Files.writeString(
                recipe,
                Files.readString(recipe).replace(folder.resolve("pictures").toString(), renamed.toString()));
        assertRefused("the 10 pictures to train on are not those", "another name", "remove ", ORIGINS);

        Files.delete(run.resolve(ORIGINS));
        assertRefused(LATENTS + " holds latents of other pictures", "another name", "Remove ", "encoded again");

        Files.delete(run.resolve(LATENTS));
        resume();
    }

    @Test
    void picturesThatAreHeldOutStaySo() throws IOException {
        Path fewer = TinyTraining.writePictures(folder.resolve("fewer"), 2);
        Path metadata = fewer.resolve("metadata.jsonl");
        List<String> lines = Files.readAllLines(metadata);
        Files.write(metadata, lines.subList(0, 11));
        Path recipe = run.resolve("recipe.yaml");
        Files.writeString(
                recipe,
                Files.readString(recipe).replace(folder.resolve("pictures").toString(), fewer.toString()));
        assertRefused("the 1 pictures held out are not those", "come, gone", "remove ", ORIGINS);
    }

    @Test
    void originsThatCannotBeReadAreSaidSo() throws IOException {
        Files.writeString(run.resolve(ORIGINS), "[]");
        assertRefused(ORIGINS + " cannot be used: it is not an object of JSON", "Remove it");
        Files.writeString(run.resolve(ORIGINS), "{");
        assertRefused(ORIGINS + " cannot be used: ", "end-of-input", "Remove it");
    }
}

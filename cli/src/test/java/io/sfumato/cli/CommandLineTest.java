package io.sfumato.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Command;

class CommandLineTest {
    @TempDir
    Path folder;

    @Test
    void helpNamesEveryVerb() {
        Session help = Session.of("--help");
        assertThat(help.exitCode()).isZero();
        assertThat(help.out()).contains("txt2img", "train", "evaluate", "data", "Exit codes");
        assertThat(help.err()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"txt2img", "train", "evaluate", "data emoji"})
    void everyVerbsHelpHasAnExampleOfIt(String verb) {
        Session help = Session.of((verb + " --help").split(" ", -1));
        assertThat(help.exitCode()).isZero();
        assertThat(help.out()).contains("Example", "  ./sfumato " + verb + " ");
    }

    @Test
    void theVersionIsThatOfTheBuild() {
        assertThat(Session.of("--version").out()).matches("sfumato \\d+\\.\\d+\\.\\d+\\R");
    }

    @Test
    void withoutAVerbThereIsNothingToDo() {
        assertRefused(Session.of(), "Missing required subcommand");
        assertRefused(Session.of("data"), "Missing required subcommand");
    }

    @Test
    void theNearestNameIsSuggested() {
        assertRefused(Session.of("txt2im", "a red apple"), "Did you mean txt2img");
        assertRefused(Session.of("txt2img", "a red apple", "--sede", "7"), "'--sede'", "Did you mean --seed?");
    }

    @Test
    void aPromptWithoutQuotesIsRecognised() {
        assertRefused(Session.of("txt2img", "a", "red", "apple"), "'red'", "need quotes around them");
    }

    @Test
    void aMissingPromptIsNamed() {
        assertRefused(Session.of("txt2img"), "'PROMPT'", "See sfumato txt2img --help");
    }

    @Test
    void anUnknownSamplerIsAnsweredWithTheKnownOnes() {
        assertRefused(Session.of("txt2img", "apple", "--sampler", "magic"), "'magic'", "ddim, plms", "dpmpp_2m");
        assertRefused(Session.of("txt2img", "apple", "--sampler", "eular"), "did you mean euler?");
    }

    @Test
    void anUnknownScheduleIsAnsweredWithTheKnownOnes() {
        assertRefused(
                Session.of("txt2img", "apple", "--schedule", "karas"),
                "'karas'",
                "uniform, sgm_uniform",
                "did you mean karras?");
    }

    @Test
    void helpNamesEverySamplerAndEverySchedule() {
        String help = Session.of("txt2img", "--help").out();
        assertThat(help).contains("--sampler", "dpmpp_3m_sde", "--schedule", "align_your_steps");
    }

    @Test
    void anUnknownPrecisionIsAnsweredWithTheKnownOnes() {
        assertRefused(Session.of("txt2img", "apple", "--precision", "int3"), "int3", "FLOAT32", "BFLOAT16");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--steps", "--count", "--seed", "--width", "--guidance"})
    void aWordWhereANumberBelongsIsNamed(String option) {
        assertRefused(Session.of("txt2img", "apple", option, "many"), option, "many");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-2", "100000"})
    void anAbsurdNumberOfThreadsIsRefused(String threads) {
        assertRefused(Session.of("txt2img", "apple", "--threads", threads), "--threads is " + threads, "1 to 1024");
    }

    @Test
    void aDeviceThatIsNotThereIsRefused() {
        assertRefused(
                Session.of("txt2img", "apple", "--device", "gpu"), "--device", "'gpu'", "expected cpu, cuda or cuda:N");
        assertRefused(
                Session.of("txt2img", "apple", "--device", "cuda:900"), "--device is cuda:900, but", "compute on cpu");
        assertRefused(Session.of("bench", "--size", "emoji-128", "--device", "cuda:900"), "--device is cuda:900, but");
    }

    @Test
    void recipesAreTriedInOneProcess() {
        assertRefused(
                Session.of("train", "recipe.yaml", "--dry-run", "--processes", "2"),
                "--dry-run",
                "Leave out --processes");
        assertRefused(Session.of("train", "--resume", "run", "--dry-run"), "--dry-run tries a recipe");
    }

    @Test
    void aMissingModelFolderIsNamed() {
        String model = folder.resolve("nothing").toString();
        assertRefused(Session.of("txt2img", "apple", "--model", model), model);
    }

    @Test
    void aModelFolderWithRubbishInsideIsNamed() throws IOException {
        Files.writeString(folder.resolve("model.json"), "rubbish");
        assertRefused(Session.of("txt2img", "apple", "--model", folder.toString()), "model.json");
    }

    /** Help is 100 columns wide; a longer line of a footer would be broken in its middle. */
    @ParameterizedTest
    @ValueSource(
            classes = {
                TextToImageCommand.class,
                ImageToImageCommand.class,
                SampleCommand.class,
                InspectCommand.class,
                ConvertCommand.class,
                TrainCommand.class,
                EvaluateCommand.class,
                EmojiCommand.class
            })
    void examplesAreNotBroken(Class<?> verb) {
        assertThat(verb.getAnnotation(Command.class).footer())
                .allSatisfy(line -> assertThat(line).hasSizeLessThan(100));
    }

    @Test
    void aFolderWhereAFileIsMeantIsSaidSo() {
        String here = folder.toString();
        assertRefused(Session.of("txt2img", "apple", "--model", here), "model.json is missing", "model_index.json");
        assertRefused(Session.of("img2img", "apple", "--input", here), here, "is a folder, expected a picture");
        assertRefused(Session.of("inspect", "--config", here), here, "it is a folder, expected a file");
        assertRefused(Session.of("inspect", "--recipe", here), here, "is a folder, expected a recipe");
        assertRefused(Session.of("train", here), here, "is a folder, expected a recipe");
    }

    @Test
    void anotherFileIsNoRecipe() throws IOException {
        Path file = Files.writeString(folder.resolve("c.yaml"), "seed: 1\n");
        assertRefused(Session.of("inspect", "--recipe", file.toString()), "c.yaml", "name: missing, expected a value");
        Files.writeString(file, "# A recipe\n\na: b: c\n");
        assertRefused(Session.of("train", file.toString()), "c.yaml, line 3 is not valid YAML");
        Files.writeString(file, "");
        assertRefused(Session.of("inspect", "--config", file.toString()), "c.yaml", "is empty");
    }

    @Test
    void trainingNeedsARecipeOrARun() {
        assertRefused(Session.of("train"), "a recipe is missing");
        assertRefused(Session.of("train", folder.resolve("none.yaml").toString()), "none.yaml");
        assertRefused(Session.of("train", "--resume", folder.toString()), folder.toString());
    }

    @Test
    void aRecipeWhoseDataAreMissingIsRefusedBeforeAnythingIsMade() {
        String recipe = "../recipes/paper/table-8/vq-f4.yaml";
        Path run = folder.resolve("run");
        assertRefused(Session.of("train", recipe, "-o", run.toString()), "data/openimages: no such folder");
        assertThat(run).doesNotExist();
    }

    @Test
    void inspectSaysWhatARecipeDescribes() {
        Session guided = Session.of("inspect", "--recipe", "../recipes/paper/table-3/imagenet-ldm-4-g.yaml");
        assertThat(guided.exitCode()).isZero();
        assertThat(guided.out())
                .contains("imagenet-ldm-4-g: arXiv:2112.10752v2, table 3, LDM-4-G")
                .contains("first stage 55.32 M, conditioner 0.51 M, U-Net 400.92 M")
                .contains("the paper says: parameters 400.00 M")
                .contains("fid 3.6, is 247.67, precision 0.87, recall 0.48")
                .contains("ddim, 250 steps, eta not given, guidance 1.5")
                .contains("configs/latent-diffusion/cin256-v2");
        assertThat(Session.of("inspect", "--recipe", "../recipes/paper/table-8/kl-f2.yaml")
                        .out())
                .contains("parameters: first stage 13.31 M")
                .doesNotContain("U-Net", "sampled");
        assertThat(Session.of("inspect", "--recipe", "../recipes/emoji-128.yaml")
                        .out())
                .startsWith("emoji-128\n")
                .contains("as many as the words of the data need");
    }

    @Test
    void inspectLooksAtOneThing() {
        assertRefused(Session.of("inspect", "--recipe", "recipe.yaml", "--json"), "--recipe takes neither");
        assertRefused(
                Session.of("inspect", "--recipe", folder.resolve("no.yaml").toString()), "no such file");
    }

    @Test
    void resumingTakesNoRecipe() {
        assertRefused(Session.of("train", "recipe.yaml", "--resume", folder.toString()), "neither a recipe");
    }

    @Test
    void pictureSizesThatCannotBeDrawnAreRefused() {
        assertRefused(Session.of("data", "emoji", "--size", "3", "-o", folder.toString()), "size is 3", "8 to 2048");
    }

    @Test
    void verboseShowsWhereItHappened() {
        Session session = Session.of("train", "--verbose");
        assertThat(session.exitCode()).isEqualTo(2);
        assertThat(session.err()).contains("a recipe is missing", "\tat io.sfumato.cli.TrainCommand");
    }

    private static void assertRefused(Session session, String... parts) {
        assertThat(session.exitCode()).isEqualTo(2);
        assertThat(session.out()).isEmpty();
        assertThat(session.err()).contains(parts).startsWith("sfumato");
        assertThat(session.err().lines()).hasSize(1);
    }
}

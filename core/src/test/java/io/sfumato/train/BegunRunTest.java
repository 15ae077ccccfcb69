package io.sfumato.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sfumato.data.DataException;
import io.sfumato.model.Precision;
import io.sfumato.tensor.Device;
import io.sfumato.tensor.Ensemble;
import io.sfumato.tensor.testkit.NoLeaks;
import io.sfumato.train.loop.Rehearsal;
import io.sfumato.train.loop.Session;
import io.sfumato.train.loop.Stop;
import io.sfumato.train.loop.StoppedException;
import io.sfumato.train.recipe.DiffusionRecipe;
import io.sfumato.train.recipe.Recipe;
import io.sfumato.train.recipe.RecipeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What holds before the first step: what is settled, what is only tried, and what is refused before anything is made. */
@ExtendWith(NoLeaks.class)
class BegunRunTest {
    @TempDir
    private Path folder;

    private Path recipe;

    @BeforeEach
    void writeTheRecipe() throws IOException {
        Path pictures = TinyTraining.writePictures(folder.resolve("pictures"), 2);
        recipe = Files.writeString(folder.resolve("tiny.yaml"), TinyTraining.recipe(pictures));
    }

    private void rewriteRecipe(String old, String replacement) throws IOException {
        TinyTraining.rewrite(recipe, old, replacement);
    }

    @Test
    void aFolderHoldsTheRunOfOneRecipe() throws IOException {
        Path run = folder.resolve("run");
        TrainingRun.open(recipe, run);
        assertThat(run).as("nothing is made before it trains").doesNotExist();
        Files.createDirectories(run);
        Files.writeString(run.resolve("recipe.yaml"), Recipe.read(recipe).toYaml());
        TrainingRun.open(recipe, run);
        rewriteRecipe("seed: 3", "seed: 4");
        assertThatThrownBy(() -> TrainingRun.open(recipe, run))
                .isInstanceOf(RecipeException.class)
                .hasMessageContaining(run.toString())
                .hasMessageContaining("another recipe")
                .hasMessageContaining("--resume");
        assertThatThrownBy(() -> TrainingRun.resume(folder))
                .isInstanceOf(RecipeException.class)
                .hasMessageContaining("is not a run folder");
    }

    @Test
    void aTrialTellsOfEveryStageAndWritesNothing() throws IOException {
        List<Path> before = files();
        Watcher watcher = Watcher.patient();
        List<Rehearsal.Tried> stages = TrainingRun.rehearse(Recipe.read(recipe), Device.CPU, watcher);
        assertThat(stages).extracting(Rehearsal.Tried::stage).containsExactly("autoencoder", "sketch", "diffusion");
        assertThat(watcher.stages)
                .as("one step to warm up, three measured")
                .containsExactly("autoencoder 0/4", "sketch 0/4", "diffusion 0/4");
        assertThat(watcher.notes)
                .filteredOn(note -> note.contains(" pictures to train on, "))
                .singleElement()
                .asString()
                .contains(" held out: a list, metadata.jsonl, in ");
        DiffusionRecipe diffusion = Recipe.read(recipe).diffusion().orElseThrow();
        Rehearsal.Tried last = stages.get(2);
        assertThat(last.steps()).isEqualTo(diffusion.schedule().steps());
        assertThat(last.whole()).isEqualTo(last.step().multipliedBy(last.steps()));
        assertThat(last.parameters()).isGreaterThan(stages.get(1).parameters());
        assertThat(last.step()).isPositive();
        assertThat(files()).isEqualTo(before);
    }

    @Test
    void aTrialThatFindsNoNumberSaysSo() throws IOException {
        rewriteRecipe("peak: 2.0e-3", "peak: 1.0e30");
        assertThatThrownBy(() -> TrainingRun.rehearse(Recipe.read(recipe), Device.CPU, Watcher.patient()))
                .isInstanceOf(RecipeException.class)
                .hasMessageContaining("within the first steps of stage autoencoder")
                .hasMessageContaining("lower learning rate");
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.sorted().toList();
        }
    }

    /** Else a run that goes on elsewhere would not go on as it began. */
    @Test
    void aPrecisionThatIsLeftOpenIsSettledWhenARunBegins() throws IOException {
        rewriteRecipe("precision: float32", "precision: auto");
        Path run = folder.resolve("run");
        Stop stop = new Stop();
        Watcher watcher = new Watcher("autoencoder", 1, stop::request);
        assertThatThrownBy(() ->
                        TrainingRun.open(recipe, run).train(new Session(Ensemble.alone(), Device.CPU, watcher, stop)))
                .isInstanceOf(StoppedException.class);
        Precision settled = Recipe.read(run.resolve("recipe.yaml")).precision();
        assertThat(settled).isNotEqualTo(Precision.AUTO);
        assertThat(Files.readString(run.resolve("environment.jsonl")))
                .contains(
                        "\"" + settled.on(Device.CPU).dtype().fileName() + "\"", "\"processes\":1", "\"processor\":\"");
        TrainingRun.open(recipe, run); // is the same still
        assertThat(run.resolve("checkpoints")).isNotEmptyDirectory();
        Precision other = settled == Precision.FLOAT32 ? Precision.BFLOAT16 : Precision.FLOAT32;
        Files.writeString(recipe, Recipe.read(recipe).in(other).toYaml());
        assertThatThrownBy(() -> TrainingRun.open(recipe, run)).hasMessageContaining("another recipe");
    }

    /** Whoever mends a recipe that failed at its first step wants to give the same command again. */
    @Test
    void aRunThatHasMadeNothingYetTakesAnotherRecipe() throws IOException {
        rewriteRecipe("peak: 2.0e-3", "peak: 1.0e30");
        Path run = folder.resolve("run");
        assertThatThrownBy(() -> TrainingRun.open(recipe, run).train(Session.alone(Watcher.patient())))
                .hasMessageContaining("the loss is");
        assertThat(run.resolve("recipe.yaml")).content().contains("1.0E30");
        rewriteRecipe("peak: 1.0e30", "peak: 2.0e-3");
        TinyTraining.writePictures(folder.resolve("others"), 2);
        rewriteRecipe("pictures'", "others'");
        Files.move(folder.resolve("others/0.png"), folder.resolve("others/first.png"));
        Path list = folder.resolve("others/metadata.jsonl");
        Files.writeString(list, Files.readString(list).replace("\"0.png\"", "\"first.png\""));
        TrainingRun.open(recipe, run).train(Session.alone(Watcher.patient()));
        assertThat(run.resolve("recipe.yaml")).content().doesNotContain("1.0E30");
        rewriteRecipe("peak: 2.0e-3", "peak: 3.0e-3");
        assertThatThrownBy(() -> TrainingRun.open(recipe, run)).hasMessageContaining("another recipe");
    }

    @Test
    void aRunThatHasMadeNothingYetTakesMendedData() throws IOException {
        Path broken = folder.resolve("pictures/3.png");
        byte[] bytes = Files.readAllBytes(broken);
        Files.write(broken, new byte[] {1, 2, 3});
        Path run = folder.resolve("run");
        assertThatThrownBy(() -> TrainingRun.open(recipe, run).train(Session.alone(Watcher.patient())))
                .hasMessageContaining("1 of 12 pictures cannot be used");
        Files.write(folder.resolve("pictures/first.png"), bytes);
        Files.delete(broken);
        Path list = folder.resolve("pictures/metadata.jsonl");
        Files.writeString(list, Files.readString(list).replace("\"3.png\"", "\"first.png\""));
        TrainingRun.open(recipe, run).train(Session.alone(Watcher.patient()));
        assertThat(run.resolve("skipped.txt")).doesNotExist();
        assertThat(run.resolve("model/model.json")).exists();
    }

    @Test
    void whatARunHasMadeKeepsItsRecipeWithoutCheckpointsToo() throws IOException {
        Path run = Files.createDirectories(folder.resolve("run"));
        Files.writeString(run.resolve("recipe.yaml"), Recipe.read(recipe).toYaml());
        Files.createFile(run.resolve("environment.jsonl"));
        Files.createDirectory(run.resolve("model"));
        rewriteRecipe("seed: 3", "seed: 4");
        assertThatThrownBy(() -> TrainingRun.open(recipe, run)).hasMessageContaining("another recipe");
    }

    @Test
    void somePicturesMustBeForTraining() throws IOException {
        TinyTraining.writePictures(folder.resolve("pictures"), 12);
        assertThatThrownBy(
                        () -> TrainingRun.open(recipe, folder.resolve("run")).train(Session.alone(Watcher.patient())))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("kept back")
                .hasMessageContaining("12");
    }

    private void assertRefusedBeforeAnythingIsMade(String... parts) {
        assertThatThrownBy(() -> TrainingRun.open(recipe, folder.resolve("run")))
                .message()
                .doesNotContain("\n")
                .contains(parts);
        assertThatThrownBy(() -> TrainingRun.rehearse(Recipe.read(recipe), Device.CPU, Watcher.patient()))
                .message()
                .contains(parts);
        assertThat(folder.resolve("run")).as("nothing is made").doesNotExist();
    }

    @Test
    void aMissingVocabularyIsSaidBeforeTheFirstStageLearns() throws IOException {
        String own = Files.readString(recipe);
        int from = own.indexOf("    type: own_words");
        int to = own.indexOf("  scaling: ");
        String given = """
                    type: given_words
                    tokenizer: 'nowhere/vocab.txt'
                    model: {transformer: {vocabulary: 99, window: 8, width: 32, layers: 1}, pooling: first_token, sketch: null}
                """;
        Files.writeString(recipe, own.substring(0, from) + given + own.substring(to));
        rewriteRecipe("in_channels: 8", "in_channels: 4");
        assertRefusedBeforeAnythingIsMade("nowhere/vocab.txt cannot be read", "needs its tokenizer");
    }

    @Test
    void aMissingModelToStartFromIsSaidBeforeTheFirstStageLearns() throws IOException {
        Files.copy(recipe, folder.resolve("other.yaml"));
        rewriteRecipe("start: {type: drawn}", "start: {type: fine_tuned, recipe: other.yaml, model: nowhere}");
        recipe = Files.writeString(
                folder.resolve("resolved.yaml"),
                Files.readString(recipe).replace("recipe: other", "recipe: " + folder + "/other"));
        assertRefusedBeforeAnythingIsMade("nowhere is not there, expected a model folder or a checkpoint file");
    }

    @Test
    void aMissingDataSetIsSaidSo() throws IOException {
        rewriteRecipe("pictures'", "elsewhere'");
        assertThatThrownBy(
                        () -> TrainingRun.open(recipe, folder.resolve("run")).train(Session.alone(Watcher.patient())))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("elsewhere");
        assertThat(folder.resolve("run")).as("nothing is made").doesNotExist();
    }
}

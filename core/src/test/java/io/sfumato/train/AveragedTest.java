package io.sfumato.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sfumato.tensor.DType;
import io.sfumato.tensor.Region;
import io.sfumato.tensor.Safetensors;
import io.sfumato.tensor.TensorArchive;
import io.sfumato.tensor.testkit.NoLeaks;
import io.sfumato.train.loop.Session;
import io.sfumato.train.recipe.DiffusionRecipe.Averaged;
import io.sfumato.train.recipe.Recipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A conditioner that learns, and whose weights are not averaged: as the reference's. */
@ExtendWith(NoLeaks.class)
class AveragedTest {
    private static final String UNET = "unet.";
    private static final String TEXT = "text.";

    @TempDir
    private Path folder;

    private Path recipe;

    @BeforeEach
    void writeRecipe() throws IOException {
        String everything = TinyTraining.recipe(TinyTraining.writePictures(folder.resolve("pictures"), 2));
        recipe = Files.writeString(
                folder.resolve("recipe.yaml"),
                everything.replace("  condition_dropout: 0.25\n", "  condition_dropout: 0.25\n  averaged: unet\n"));
    }

    private Path train(String name) {
        Path run = folder.resolve(name);
        TrainingRun.open(recipe, run).train(Session.alone(Watcher.patient()));
        return run;
    }

    private static TensorArchive last(Path run, String file) {
        return Safetensors.open(run.resolve("checkpoints/last").resolve(file));
    }

    private static Averaged averaged(Path recipe) {
        return Recipe.read(recipe).diffusion().orElseThrow().averaged();
    }

    @Test
    void theModelIsTheLastConditionerBesideTheAverageOfTheUNet() {
        Path run = train("run");
        try (Region region = Region.open();
                TensorArchive model = Safetensors.open(run.resolve("model/model.safetensors"));
                TensorArchive trained = last(run, "model.safetensors");
                TensorArchive average = last(run, "average.safetensors")) {
            List<String> unet = names(model, UNET);
            List<String> text = names(model, TEXT);
            assertThat(average.names()).containsExactlyInAnyOrderElementsOf(unet);
            assertThat(trained.names()).containsAll(unet).containsAll(text);
            unet.forEach(name -> assertThat(written(model, name)).as(name).isEqualTo(written(average, name)));
            text.forEach(name -> assertThat(written(model, name)).as(name).isEqualTo(written(trained, name)));
            assertThat(unet.stream().filter(name -> !written(model, name).equals(written(trained, name))))
                    .as("parameters whose average is not the last step's")
                    .hasSizeGreaterThan(unet.size() / 2);
        }
    }

    private static List<String> names(TensorArchive model, String part) {
        List<String> names =
                model.names().stream().filter(name -> name.startsWith(part)).toList();
        assertThat(names).isNotEmpty();
        return names;
    }

    /** As a model folder has them, in half precision. */
    private static List<Double> written(TensorArchive archive, String name) {
        return Arrays.stream(archive.load(name).to(DType.FLOAT16).toDoubles())
                .boxed()
                .toList();
    }

    /** So the last weights, and not the first ones or those of a checkpoint before. */
    @Test
    void theConditionerThatIsShownHasLearned() {
        Path run = train("run");
        try (Region region = Region.open();
                TensorArchive before =
                        Safetensors.open(run.resolve("checkpoints/sketch-000000060/average.safetensors"));
                TensorArchive model = Safetensors.open(run.resolve("model/model.safetensors"))) {
            String embedding = before.names().stream()
                    .filter(name -> name.contains("transformer"))
                    .findFirst()
                    .orElseThrow();
            assertThat(written(model, TEXT + embedding)).isNotEqualTo(written(before, embedding));
        }
    }

    @Test
    void anInterruptedRunEndsAsIfItHadNotBeen() throws IOException {
        Path whole = train("whole");
        Path run = folder.resolve("interrupted");
        assertThatThrownBy(() -> TrainingRun.open(recipe, run).train(Session.alone(new Watcher("diffusion", 6))))
                .hasMessage("the power went off");
        Watcher last = Watcher.patient();
        TrainingRun.resume(run).train(Session.alone(last));
        assertThat(last.stages).containsExactly("diffusion 4/8");
        for (String file : List.of(
                "checkpoints/last/model.safetensors",
                "checkpoints/last/average.safetensors",
                "checkpoints/last/learning.safetensors",
                "checkpoints/last/state.json",
                "model/model.safetensors",
                "samples/diffusion-000000032.png")) {
            assertThat(Files.mismatch(run.resolve(file), whole.resolve(file)))
                    .as(file)
                    .isEqualTo(-1);
        }
    }

    @Test
    void whatIsAveragedIsKeptInTheRecipeOfTheRun() {
        assertThat(averaged(recipe)).isEqualTo(Averaged.UNET);
        assertThat(averaged(train("run").resolve("recipe.yaml"))).isEqualTo(Averaged.UNET);
    }

    /** Their recipes do not say it. */
    @Test
    void runsFromBeforeItCouldBeSaidGoOnWithEverythingAveraged() throws IOException {
        TinyTraining.rewrite(recipe, "  averaged: unet\n", "");
        Path run = folder.resolve("run");
        assertThatThrownBy(() -> TrainingRun.open(recipe, run).train(Session.alone(new Watcher("diffusion", 6))))
                .hasMessage("the power went off");
        TinyTraining.rewrite(run.resolve("recipe.yaml"), "  averaged: \"everything\"\n", "");
        assertThat(averaged(run.resolve("recipe.yaml"))).isEqualTo(Averaged.EVERYTHING);
        TrainingRun.open(recipe, run).train(Session.alone(Watcher.patient()));
        try (TensorArchive trained = last(run, "model.safetensors");
                TensorArchive average = last(run, "average.safetensors")) {
            assertThat(average.names()).isEqualTo(trained.names());
        }
    }
}

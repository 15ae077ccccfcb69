package io.sfumato.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sfumato.firststage.LatentScaling;
import io.sfumato.model.SpecJson;
import io.sfumato.tensor.Region;
import io.sfumato.tensor.Rng;
import io.sfumato.tensor.Safetensors;
import io.sfumato.tensor.TensorArchive;
import io.sfumato.train.loop.RunContext;
import io.sfumato.train.loop.RunFolder;
import io.sfumato.train.loop.Session;
import io.sfumato.train.loop.Silent;
import io.sfumato.train.loop.Stop;
import io.sfumato.train.loop.StoppedException;
import io.sfumato.train.loop.TrainObserver;
import io.sfumato.train.loop.Training;
import io.sfumato.train.recipe.RecipeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Ten steps of each stage by two members that share every batch, beside the same by one. AdamW's ε is large: beside a small one, weights
 * whose gradient is nothing but rounding, as that of a bias before a norm, go by whole learning rates wherever rounding sends them.
 */
@Timeout(120)
class SharedTrainingTest {
    private static final double ROUNDING = 1e-5;
    private static final List<String> STAGES =
            List.of("autoencoder-000000040", "sketch-000000040", "diffusion-000000040");
    private static final String ADVERSARIAL = """
            {type: adversarial, perceptual_weight: 0, recogniser: null,
                 discriminator: {start: %d, weight: 0.5, layers: 1, loss: hinge}}""";

    @TempDir
    private static Path folder;

    private static String tiny;
    private static final List<String> NOTES = new CopyOnWriteArrayList<>(); // of both members
    private static Path one;
    private static Path two;

    @BeforeAll
    static void trainByOneAndByTwo() throws IOException {
        tiny = TinyTraining.recipe(TinyTraining.writePictures(folder.resolve("pictures"), 2))
                .replaceAll("(?m)^( +)images: .*", "$1images: 40")
                .replaceAll("checkpoint_images: .*", "checkpoint_images: 40")
                .replace("epsilon: 1.0e-8", "epsilon: 1.0e-3");
        one = train(tiny, "one", 1);
        Path file = Files.writeString(folder.resolve("two.yaml"), tiny);
        two = folder.resolve("two");
        Together.train(2, new Silent(), new Stop(), session -> TrainingRun.open(file, two)
                .train(noted(session)));
    }

    private static Session noted(Session session) {
        TrainObserver noting = new Silent() {
            @Override
            public void note(String text) {
                NOTES.add(text);
            }
        };
        return new Session(session.ensemble(), session.device(), noting, session.stop());
    }

    @Test
    void theFirstMemberAloneSaysWhatTheDataAre() {
        assertThat(NOTES).filteredOn(note -> note.contains(" to train on, ")).hasSize(1);
    }

    private static Path train(String recipe, String name, int processes) throws IOException {
        Path run = folder.resolve(name);
        Path file = Files.writeString(folder.resolve(name + ".yaml"), recipe);
        Together.train(processes, new Silent(), new Stop(), session -> TrainingRun.open(file, run)
                .train(session));
        return run;
    }

    @Test
    void twoProcessesLearnWhatOneDoes() {
        assertSame(one, two);
    }

    @Test
    void soTheyDoWithABatchOfSeveralParts() throws IOException {
        assertSame(one, train(scheduled("accumulation: 2"), "parts", 2));
    }

    @Test
    void soTheyDoWithActivationsThatAreComputedAgain() throws IOException {
        assertSame(one, train(scheduled("activations: recomputed"), "recomputed", 2));
    }

    /** With what is drawn of pictures and of what is said of them: cuts, mirrors, holes, and what is left out. */
    @ParameterizedTest
    @EnumSource(names = {"LAYOUT", "MAP", "DEGRADED", "WORDS_AND_HOLES", "CLASS_AND_SMALL"})
    void soTheyDoWhateverTheyAreTold(Told told) throws IOException {
        TinyKinds.write(folder);
        String recipe = TinyKinds.recipe(folder, told, TinyKinds.KL).replace("epsilon: 1.0e-8", "epsilon: 1.0e-3");
        Path alone = train(recipe, told + "-one", 1);
        Path shared = train(recipe, told + "-two", 2);
        assertThat(distance(alone, shared, "diffusion-000000016")).isLessThan(ROUNDING);
    }

    /** Of three pictures one process has one, the other two. */
    @Test
    void figuresAreMeansOverAllPictures() throws IOException {
        String recipe = tiny.substring(0, tiny.indexOf("diffusion:"))
                        .replace("batch: 4", "batch: 3")
                        .replace("images: 40", "images: 60")
                + "diffusion: null\n";
        JsonNode alone = figures(train(recipe, "odd-one", 1));
        JsonNode shared = figures(train(recipe, "odd-two", 2));
        for (String name : List.of("loss", "autoencoder_loss", "kl")) {
            assertThat(shared.path(name).asDouble())
                    .as(name)
                    .isCloseTo(alone.path(name).asDouble(), withinPercentage(0.01));
        }
    }

    private static JsonNode figures(Path run) throws IOException {
        JsonNode figures = new ObjectMapper()
                .readTree(Files.readAllLines(run.resolve("autoencoder.jsonl")).get(0));
        assertThat(figures.path("step").asInt()).isEqualTo(20);
        assertThat(figures.path("kl").asDouble()).isPositive();
        return figures;
    }

    /** Whoever scaled by another number, as by that of its own share of the batch, would bring the weights elsewhere. */
    @Test
    void bothScaleLatentsByTheWholeFirstBatchAsOneDoes() throws IOException {
        String recipe = tiny.replace("{type: standardised}", "{type: first_batch}");
        Path alone = train(recipe, "scaled-one", 1);
        Path shared = train(recipe, "scaled-two", 2);
        assertThat(scaling(alone).shift()).isZero();
        assertThat(scaling(shared).shift()).isZero();
        assertThat(scaling(shared).scale()).isCloseTo(scaling(alone).scale(), within(ROUNDING));
        assertSame(alone, shared);
    }

    private static LatentScaling scaling(Path run) throws IOException {
        return SpecJson.json().readValue(run.resolve("scaling.json").toFile(), LatentScaling.class);
    }

    @Test
    void whatTheFirstProcessMeasuresIsTheScaleOfBoth() throws IOException {
        RunFolder run = new RunFolder(Files.createDirectories(folder.resolve("measured")));
        Map<Integer, LatentScaling> scalings = new ConcurrentHashMap<>();
        Together.train(2, new Silent(), new Stop(), session -> {
            int rank = session.ensemble().rank();
            try (Rng seed = Rng.seeded(3)) {
                RunContext context = new RunContext(run, DividedStage.PRECISION, seed, new Training(), session);
                scalings.put(rank, ScalingFile.remembered(context, () -> new LatentScaling(0, 2 + rank)));
            }
        });
        LatentScaling first = new LatentScaling(0, 2);
        assertThat(scalings).isEqualTo(Map.of(0, first, 1, first));
    }

    /** The recipe with a line more in its schedules, which are indented by what they belong to. */
    private static String scheduled(String line) {
        return tiny.replaceAll("( *)gradient_clip: 1.0", "$0\n$1" + line);
    }

    /** Codes are chosen by distances, which rounding could turn; here it does not. */
    @Test
    void soTheyDoWithACodebookAndADiscriminatorThatHasNotJoinedYet() throws IOException {
        String recipe = adversarial(1_000);
        assertThat(distance(train(recipe, "early-one", 1), train(recipe, "early-two", 2), STAGES.get(0)))
                .isLessThan(ROUNDING);
    }

    /** The discriminator's batch norm sees each process's own pictures, as the reference's does. */
    @Test
    void aDiscriminatorSeesThePicturesOfItsOwnProcess() throws IOException {
        String recipe = adversarial(0);
        Path shared = train(recipe, "joined-two", 2);
        assertThat(distance(train(recipe, "joined-one", 1), shared, STAGES.get(0)))
                .isGreaterThan(ROUNDING);
        assertThat(distance(train(recipe, "joined-again", 2), shared, STAGES.get(0)))
                .isZero();
    }

    /** A first stage alone, with a codebook. */
    private static String adversarial(int start) {
        return tiny.substring(0, tiny.indexOf("diffusion:"))
                        .replace("type: kl\n", "type: vq\n  codes: 16\n")
                        .replace("kl_weight: 1.0e-6", "codebook_weight: 1.0")
                        .replace("{type: pixels, square_weight: 1.0}", ADVERSARIAL.formatted(start))
                + "diffusion: null\n";
    }

    @Test
    void aStageThatCannotBeSharedIsRefusedBeforeTheOneBeforeItLearns() {
        String small = tiny.substring(0, tiny.lastIndexOf("batch: 4")) + "batch: 1"
                + tiny.substring(tiny.lastIndexOf("batch: 4") + "batch: 4".length());
        assertThatThrownBy(() -> train(small, "small", 2))
                .isInstanceOf(RecipeException.class)
                .hasMessageStartingWith("a batch of 1 cannot be divided among 2 processes");
        assertThat(folder.resolve("small")).doesNotExist();
    }

    @Test
    void aRunGoesOnWithAnotherNumberOfProcesses() throws IOException {
        assertSame(one, resume(stopped("fewer", 2), 1));
        assertSame(one, resume(stopped("more", 1), 2));
    }

    @Test
    void aRunThatGoesOnWithTheSameNumberIsTheSameBitForBit() throws IOException {
        Path stopped = resume(stopped("stopped", 2), 2);
        for (String stage : STAGES) {
            assertThat(distance(two, stopped, stage)).as(stage).isZero();
        }
    }

    /** A run that has ended in the middle of its first stage. */
    private static Path stopped(String name, int processes) throws IOException {
        Stop stop = new Stop();
        TrainObserver stopping = new Silent() {
            @Override
            public void step(long step, double loss, double imagesPerSecond) {
                if (step == 7) {
                    stop.request();
                }
            }
        };
        Path run = folder.resolve(name);
        Path file = Files.writeString(folder.resolve(name + ".yaml"), tiny);
        assertThatThrownBy(() -> Together.train(processes, stopping, stop, session -> TrainingRun.open(file, run)
                        .train(session)))
                .isInstanceOf(StoppedException.class)
                .hasMessage("stopped in stage autoencoder after step 7 of 10");
        return run;
    }

    private static Path resume(Path run, int processes) {
        Together.train(processes, new Silent(), new Stop(), session -> TrainingRun.resume(run)
                .train(session));
        return run;
    }

    private static void assertSame(Path ours, Path theirs) {
        for (String stage : STAGES) {
            assertThat(distance(ours, theirs, stage)).as(stage).isLessThan(ROUNDING);
        }
    }

    /** The largest difference of any weight at the end of a stage, trained or averaged. */
    private static double distance(Path ours, Path theirs, String stage) {
        return Math.max(
                distance(ours, theirs, Path.of("checkpoints", stage, "model.safetensors")),
                distance(ours, theirs, Path.of("checkpoints", stage, "average.safetensors")));
    }

    private static double distance(Path ours, Path theirs, Path file) {
        double most = 0;
        try (Region region = Region.open();
                TensorArchive our = Safetensors.open(ours.resolve(file));
                TensorArchive their = Safetensors.open(theirs.resolve(file))) {
            for (String name : our.names()) {
                double[] weights = our.load(name).toDoubles();
                double[] others = their.load(name).toDoubles();
                for (int i = 0; i < weights.length; i++) {
                    most = Math.max(most, Math.abs(weights[i] - others[i]));
                }
            }
        }
        return most;
    }
}

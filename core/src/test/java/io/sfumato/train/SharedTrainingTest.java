package io.sfumato.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sfumato.tensor.Safetensors;
import io.sfumato.tensor.TensorArchive;
import io.sfumato.train.loop.Stop;
import io.sfumato.train.loop.StoppedException;
import io.sfumato.train.loop.TrainObserver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Ten steps of each stage by two members that share every batch, beside the same by one. */
@Timeout(120)
class SharedTrainingTest {
    private static final double ROUNDING = 1e-5;
    private static final List<String> CHECKPOINTS =
            List.of("autoencoder-000000040", "sketch-000000040", "diffusion-000000040");
    private static final String ADVERSARIAL =
            """
            {type: adversarial, perceptual_weight: 0, recogniser: null,
             discriminator: {start: %d, weight: 0.5, layers: 1, loss: hinge}}""";

    @TempDir
    private Path folder;

    private String recipe = "";

    @BeforeEach
    void writeTheRecipe() throws IOException {
        recipe = TinyTraining.recipe(TinyTraining.writePictures(folder.resolve("pictures"), 2));
        change("images: 80", "images: 40");
        change("images: 60", "images: 40");
        change("images: 32", "images: 40");
        change("checkpoint_images: 40", "checkpoint_images: 20");
        change("checkpoint_images: 16", "checkpoint_images: 20");
    }

    private void change(String old, String replacement) {
        assertThat(recipe).contains(old);
        recipe = recipe.replace(old, replacement);
    }

    @Test
    void twoProcessesLearnWhatOneDoes() throws IOException {
        assertSame(train("one", 1), train("two", 2));
    }

    @Test
    void soTheyDoWithABatchOfSeveralParts() throws IOException {
        Path one = train("one", 1);
        addToSchedules("accumulation: 2");
        assertSame(one, train("two", 2));
    }

    @Test
    void soTheyDoWithActivationsThatAreComputedAgain() throws IOException {
        Path one = train("one", 1);
        addToSchedules("activations: recomputed");
        assertSame(one, train("two", 2));
    }

    /** Codes are chosen by distances, which rounding could turn; here it does not. */
    @Test
    void soTheyDoWithACodebookAndADiscriminatorThatHasNotJoinedYet() throws IOException {
        learnACodebook(1_000);
        assertSame(train("one", 1), train("two", 2));
    }

    /** The discriminator's batch norm sees each process's own pictures, as the reference's does. */
    @Test
    void aDiscriminatorSeesThePicturesOfItsOwnProcess() throws IOException {
        learnACodebook(0);
        Path one = train("one", 1);
        Path two = train("two", 2);
        assertThat(distance(one, two, CHECKPOINTS.get(0))).isGreaterThan(ROUNDING);
        assertThat(distance(two, train("again", 2), CHECKPOINTS.get(0))).isZero();
    }

    private void learnACodebook(int start) {
        change("type: kl\n", "type: vq\n  codes: 16\n");
        change("kl_weight: 1.0e-6", "codebook_weight: 1.0");
        change("{type: pixels, square_weight: 1.0}", ADVERSARIAL.formatted(start));
    }

    @Test
    void aRunGoesOnWithAnotherNumberOfProcesses() throws IOException {
        Path one = train("one", 1);
        stop("fewer", 2);
        assertSame(one, resume("fewer", 1));
        stop("more", 1);
        assertSame(one, resume("more", 2));
    }

    @Test
    void aRunThatGoesOnWithTheSameNumberIsTheSameBitForBit() throws IOException {
        Path two = train("two", 2);
        stop("stopped", 2);
        Path stopped = resume("stopped", 2);
        for (String checkpoint : CHECKPOINTS) {
            assertThat(distance(two, stopped, checkpoint)).as(checkpoint).isZero();
        }
    }

    /** Ends a run in the middle of its first stage. */
    private void stop(String name, int processes) {
        Stop stop = new Stop();
        TrainObserver stopping = new Together.Silent() {
            @Override
            public void step(long step, double loss, double imagesPerSecond) {
                if (step == 7) {
                    stop.request();
                }
            }
        };
        assertThatThrownBy(() -> train(name, processes, stop, stopping))
                .isInstanceOf(StoppedException.class)
                .hasMessage("stopped in stage autoencoder after step 7 of 10");
    }

    private Path resume(String name, int processes) {
        Path run = folder.resolve(name);
        Together.train(
                processes, new Together.Silent(), new Stop(), session -> TrainingRun.resume(run)
                        .train(session));
        return run;
    }

    /** Schedules are indented by what they belong to. */
    private void addToSchedules(String line) {
        recipe = recipe.replaceAll("( *)gradient_clip: 1.0", "$0\n$1" + line);
    }

    private Path train(String name, int processes) throws IOException {
        return train(name, processes, new Stop(), new Together.Silent());
    }

    private Path train(String name, int processes, Stop stop, TrainObserver observer) throws IOException {
        Path run = folder.resolve(name);
        Path file = Files.writeString(folder.resolve(name + ".yaml"), recipe);
        Together.train(processes, observer, stop, session -> TrainingRun.open(file, run).train(session));
        return run;
    }

    private static void assertSame(Path one, Path two) {
        for (String checkpoint : CHECKPOINTS) {
            assertThat(distance(one, two, checkpoint)).as(checkpoint).isLessThan(ROUNDING);
        }
    }

    /** The largest difference of any weight, trained or averaged. */
    private static double distance(Path one, Path two, String checkpoint) {
        double most = 0;
        for (String file : List.of("model.safetensors", "average.safetensors")) {
            Path below = Path.of("checkpoints", checkpoint, file);
            try (TensorArchive ours = Safetensors.open(one.resolve(below));
                    TensorArchive theirs = Safetensors.open(two.resolve(below))) {
                for (String name : ours.names()) {
                    most = Math.max(most, distance(ours.load(name).toDoubles(), theirs.load(name).toDoubles()));
                }
            }
        }
        System.err.println("max abs difference " + checkpoint + " " + most);
        return most;
    }

    private static double distance(double[] ours, double[] theirs) {
        double most = 0;
        for (int i = 0; i < ours.length; i++) {
            most = Math.max(most, Math.abs(ours[i] - theirs[i]));
        }
        return most;
    }
}

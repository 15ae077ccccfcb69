package io.sfumato.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sfumato.tensor.Device;
import io.sfumato.tensor.Ensemble;
import io.sfumato.tensor.Region;
import io.sfumato.tensor.Safetensors;
import io.sfumato.tensor.TensorArchive;
import io.sfumato.train.loop.Session;
import io.sfumato.train.loop.Silent;
import io.sfumato.train.loop.Stop;
import io.sfumato.train.loop.StoppedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * One step by two members beside the same by one, from the same weights, which have learned for nine. AdamW's ε is the ordinary one, and
 * its first moment has no memory: it is the gradient that all members have agreed on.
 */
@Timeout(120)
class SharedGradientsTest {
    /** Of a gradient beside its largest element; 6e-7 was measured. */
    private static final double CLOSE = 1e-5;

    /** The largest element of a gradient that is nothing but rounding, beside that of all gradients; 1e-7 was measured. */
    private static final double ROUNDING = 1e-6;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"autoencoder", "sketch", "diffusion"})
    void gradientsOfTwoProcessesAreThoseOfOneInEveryParameter(String stage) throws IOException {
        Path one = stopped(stage);
        Path two = copied(one);
        Map<String, double[]> alone = gradients(gone(one, 1), stage);
        Map<String, double[]> shared = gradients(gone(two, 2), stage);
        assertThat(alone).isNotEmpty().containsOnlyKeys(shared.keySet());
        double most = alone.values().stream()
                .mapToDouble(SharedGradientsTest::largest)
                .max()
                .orElseThrow();
        alone.forEach((name, gradient) -> assertSame(name, gradient, shared.get(name), most));
    }

    /** Only a bias may have a gradient that is nothing but rounding: one before a norm, or one that attention takes away. */
    private static void assertSame(String name, double[] ours, double[] theirs, double most) {
        double largest = largest(ours);
        if (name.endsWith(".bias.first") && largest < ROUNDING * most) {
            assertThat(largest(theirs)).as(name).isLessThan(ROUNDING * most);
        } else {
            assertThat(distance(ours, theirs)).as(name).isLessThan(CLOSE * largest);
        }
    }

    /** A run that has ended before the last step of a stage. */
    private Path stopped(String stage) throws IOException {
        String recipe = TinyTraining.recipe(TinyTraining.writePictures(folder.resolve("pictures"), 2))
                .replaceAll("(?m)^( +)images: .*", "$1images: 40")
                .replaceAll("checkpoint_images: .*", "checkpoint_images: 40")
                .replace("beta1: 0.9", "beta1: 0");
        Path file = Files.writeString(folder.resolve("recipe.yaml"), recipe);
        Path run = folder.resolve("one");
        Stop stop = new Stop();
        Watcher stopping = new Watcher(stage, 9, stop::request);
        assertThatThrownBy(() ->
                        TrainingRun.open(file, run).train(new Session(Ensemble.alone(), Device.CPU, stopping, stop)))
                .isInstanceOf(StoppedException.class)
                .hasMessage("stopped in stage " + stage + " after step 9 of 10");
        return run;
    }

    private Path copied(Path run) throws IOException {
        Path copy = folder.resolve("two");
        List<Path> all;
        try (Stream<Path> files = Files.walk(run)) {
            all = files.toList();
        }
        for (Path each : all) {
            Files.copy(each, copy.resolve(run.relativize(each)), LinkOption.NOFOLLOW_LINKS);
        }
        return copy;
    }

    private static Path gone(Path run, int processes) {
        Together.train(processes, new Silent(), new Stop(), session -> TrainingRun.resume(run)
                .train(session));
        return run;
    }

    /** Those of the last step of a stage, by name. */
    private static Map<String, double[]> gradients(Path run, String stage) {
        Map<String, double[]> gradients = new TreeMap<>();
        Path file = Path.of("checkpoints", stage + "-000000040", "learning.safetensors");
        try (Region region = Region.open();
                TensorArchive learning = Safetensors.open(run.resolve(file))) {
            learning.names().stream()
                    .filter(name -> name.endsWith(".first"))
                    .forEach(name -> gradients.put(name, learning.load(name).toDoubles()));
        }
        return gradients;
    }

    private static double largest(double[] numbers) {
        return Arrays.stream(numbers).map(Math::abs).max().orElseThrow();
    }

    private static double distance(double[] ours, double[] theirs) {
        double most = 0;
        for (int i = 0; i < ours.length; i++) {
            most = Math.max(most, Math.abs(ours[i] - theirs[i]));
        }
        return most;
    }
}

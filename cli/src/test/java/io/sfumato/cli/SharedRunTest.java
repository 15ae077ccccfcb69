package io.sfumato.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sfumato.tensor.Region;
import io.sfumato.tensor.Safetensors;
import io.sfumato.tensor.TensorArchive;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code --processes 2}, with JVMs of their own, beside one that has the whole batch. */
@Timeout(120)
class SharedRunTest {
    private static final double ROUNDING = 1e-5;
    private static final List<String> STAGES = List.of("autoencoder-000000040", "diffusion-000000040");

    @TempDir
    private Path folder;

    /** With a large ε, as beside a small one AdamW goes by whole learning rates where a gradient is nothing but rounding. */
    @Test
    void twoProcessesLearnInTenStepsWhatOneDoes() throws IOException {
        Path recipe = TinyRecipe.write(folder.resolve("tiny.yaml"));
        Files.writeString(
                recipe,
                Files.readString(recipe)
                        .replace("images: 64", "images: 40")
                        .replace("checkpoint_images: 16", "checkpoint_images: 40")
                        .replace("steps: 20", "steps: 1")
                        .replace("epsilon: 1.0e-8", "epsilon: 1.0e-3"));
        Path one = train(recipe, "one", 1);
        Path two = train(recipe, "two", 2);
        assertThat(one.resolve("environment.jsonl")).content().contains("\"processes\":1,");
        assertThat(two.resolve("environment.jsonl")).content().contains("\"processes\":2,");
        for (String stage : STAGES) {
            assertThat(distance(one, two, stage, "model")).as(stage).isLessThan(ROUNDING);
            assertThat(distance(one, two, stage, "average")).as(stage).isLessThan(ROUNDING);
        }
    }

    private Path train(Path recipe, String name, int processes) {
        Path run = folder.resolve(name);
        List<String> arguments = new ArrayList<>(List.of(recipe.toString(), "--output", run.toString()));
        arguments.addAll(List.of("--processes", Integer.toString(processes)));
        try (TrainingProcess process = TrainingProcess.start(arguments)) {
            assertThat(process.exitCode()).as("%s", process.lines()).isZero();
        }
        return run;
    }

    /** The largest difference of any weight. */
    private static double distance(Path ours, Path theirs, String stage, String file) {
        Path checkpoint = Path.of("checkpoints", stage, file + ".safetensors");
        double most = 0;
        try (Region region = Region.open();
                TensorArchive our = Safetensors.open(ours.resolve(checkpoint));
                TensorArchive their = Safetensors.open(theirs.resolve(checkpoint))) {
            assertThat(our.names()).isNotEmpty().isEqualTo(their.names());
            for (String name : our.names()) {
                double apart = our.load(name).sub(their.load(name)).abs().max().item();
                most = Math.max(most, apart);
            }
        }
        return most;
    }
}

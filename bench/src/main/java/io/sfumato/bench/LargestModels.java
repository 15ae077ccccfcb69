package io.sfumato.bench;

import io.sfumato.condition.ClassLabel;
import io.sfumato.condition.Condition;
import io.sfumato.condition.Cue;
import io.sfumato.condition.TokenIds;
import io.sfumato.firststage.LatentScaling;
import io.sfumato.firststage.Latents;
import io.sfumato.model.ConditionerSpec;
import io.sfumato.model.ModelDescription;
import io.sfumato.model.ModelParts;
import io.sfumato.model.Tokenizers;
import io.sfumato.nn.Init;
import io.sfumato.reference.HeadRule;
import io.sfumato.reference.ReferenceConfig;
import io.sfumato.tensor.DType;
import io.sfumato.tensor.Grad;
import io.sfumato.tensor.Placement;
import io.sfumato.tensor.Region;
import io.sfumato.tensor.Rng;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * One pass through every network of a published model with random weights in bfloat16: seconds, and the most memory that
 * the process had. Arguments: configurations of the reference, each best in a process of its own.
 */
final class LargestModels {
    private static final int WINDOW = 77;

    private LargestModels() {}

    /** Prints two lines a configuration. */
    @SuppressWarnings("SystemOut")
    public static void main(String[] args) throws IOException {
        for (String arg : args) {
            ReferenceConfig config = ReferenceConfig.read(Path.of(arg), HeadRule.CONFIGURED);
            try (Region region = Region.open();
                    Rng rng = Rng.seeded(1)) {
                pass(((ReferenceConfig.Diffusion) config).description(), rng);
            }
            System.out.println("  peak resident memory: " + peak());
        }
    }

    @SuppressWarnings("SystemOut")
    private static void pass(ModelDescription description, Rng rng) {
        Init blank = new Init.Blank(Placement.BFLOAT16);
        try (ModelParts parts = ModelParts.build(description, blank, Tokenizers.NONE, DType.BFLOAT16)) {
            fill(parts, rng);
            long numbers = parts.parameters().values().stream()
                    .mapToLong(Tensor::elements)
                    .sum();
            int side = description.defaults().height()
                    / description.firstStage().sizes().factor();
            int channels = description.firstStage().sizes().embeddedChannels();
            Grad.off(() -> {
                long start = System.nanoTime();
                Condition condition = Region.returning(
                        () -> parts.conditioning().conditioner().encode(List.of(cue(description.conditioner()))));
                long heard = System.nanoTime();
                Tensor x = rng.normal(Shape.of(1, channels, side, side)).to(DType.BFLOAT16);
                Tensor level = rng.uniform(Shape.of(1)).mul(1000);
                Tensor predicted = Region.returning(() -> parts.unet().forward(x, level, condition.to(DType.BFLOAT16)));
                long denoised = System.nanoTime();
                parts.firstStage()
                        .firstStage(LatentScaling.NONE, DType.BFLOAT16)
                        .decode(new Latents(predicted.to(DType.FLOAT32)));
                System.out.printf(
                        Locale.ROOT,
                        "%s: %.0f M parameters; conditioner %.2f s, U-Net %.2f s, decoder %.2f s%n",
                        description.name(),
                        numbers / 1e6,
                        (heard - start) / 1e9,
                        (denoised - heard) / 1e9,
                        (System.nanoTime() - denoised) / 1e9);
            });
        }
    }

    /** Small numbers, so that nothing overflows. */
    private static void fill(ModelParts parts, Rng rng) {
        Grad.off(() -> parts.parameters().values().forEach(parameter -> {
            try (Region region = Region.open()) {
                parameter.copyInPlace(rng.normal(parameter.shape()).mul(0.02));
            }
        }));
    }

    private static Cue cue(ConditionerSpec spec) {
        return spec instanceof ConditionerSpec.ClassToken
                ? new ClassLabel(1)
                : new TokenIds(Collections.nCopies(WINDOW, 1L));
    }

    private static String peak() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmHWM"))
                .map(line -> line.replaceAll("\\D", ""))
                .map(kilobytes -> String.format(Locale.ROOT, "%.2f GB", Long.parseLong(kilobytes) / 1e6))
                .findFirst()
                .orElse("unknown");
    }
}

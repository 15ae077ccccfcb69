package io.sfumato.bench;

import io.sfumato.condition.Condition;
import io.sfumato.condition.text.TextEncoder;
import io.sfumato.condition.text.TextSpec;
import io.sfumato.diffusion.DenoisingLoss;
import io.sfumato.diffusion.MixedPrecision;
import io.sfumato.diffusion.Noised;
import io.sfumato.nn.Init;
import io.sfumato.tensor.AdamW;
import io.sfumato.tensor.DType;
import io.sfumato.tensor.Draws;
import io.sfumato.tensor.Gradients;
import io.sfumato.tensor.Region;
import io.sfumato.tensor.Rng;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;
import io.sfumato.train.recipe.ConditionerRecipe;
import io.sfumato.train.recipe.DiffusionRecipe;
import io.sfumato.train.recipe.Recipe;
import io.sfumato.unet.UNet;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Steps of a recipe's diffusion training on random latents, in bfloat16 and in float32, beside the bfloat16 matrix product measured in
 * turns with them: images a second, and the share of the product's rate (backward counted as two forwards).
 *
 * <pre>java … io.sfumato.bench.TrainingThroughput recipes/emoji-128.yaml</pre>
 */
public final class TrainingThroughput {
    private static final int ROUNDS = 7;
    private static final int VOCABULARY = 4000;
    private static final int MATRIX = 2048;

    private TrainingThroughput() {}

    /** Takes the path of a recipe. */
    public static void main(String[] args) {
        Path file = Path.of(args[0]);
        Recipe recipe = Recipe.read(file);
        try (Region region = Region.open()) {
            DiffusionRecipe diffusion = recipe.diffusion().orElseThrow();
            if (!(diffusion.conditioner() instanceof ConditionerRecipe.OwnWords words)) {
                throw new IllegalArgumentException(file + " has another conditioner, expected one of type own_words");
            }
            int factor = recipe.firstStageSpec(file).sizes().factor();
            for (DType compute : List.of(DType.BFLOAT16, DType.FLOAT32)) {
                measure(
                        diffusion,
                        words.spec(VOCABULARY),
                        recipe.data().framing().size() / factor,
                        compute);
            }
        }
    }

    @SuppressWarnings("SystemOut")
    private static void measure(DiffusionRecipe diffusion, TextSpec textSpec, int side, DType compute) {
        Rng rng = Rng.seeded(1);
        int batch = diffusion.schedule().batch();
        UNet unet = new UNet(diffusion.model(), Init.drawn(rng));
        TextEncoder text = new TextEncoder(textSpec, Init.drawn(rng));
        Map<String, Tensor> parameters = new HashMap<>();
        unet.parameters().forEach((name, tensor) -> parameters.put("unet." + name, tensor));
        text.parameters().forEach((name, tensor) -> parameters.put("text." + name, tensor));
        AdamW optimizer = new AdamW(parameters, AdamW.Options.DEFAULT);
        DenoisingLoss loss = new DenoisingLoss(diffusion.weighting(), diffusion.distance());
        Tensor latents = rng.normal(Shape.of(batch, diffusion.model().outChannels(), side, side));
        Tensor ids =
                rng.integers(VOCABULARY, Shape.of(batch, textSpec.transformer().window()));
        double[] products = new double[ROUNDS];
        double[] steps = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            products[round] = product(rng);
            steps[round] = seconds(() -> {
                Condition condition = text.forward(ids, compute);
                Noised noised = diffusion
                        .noising()
                        .of(latents, diffusion.preconditioning().table(), Draws.consecutive(rng, 0, batch));
                loss.of(new MixedPrecision(unet, compute), diffusion.preconditioning(), noised, condition)
                        .backward();
                Gradients.clipNorm(parameters.values(), 1);
                optimizer.step(1e-4);
            });
        }
        double forward = Flops.of(
                        diffusion.model(), side, textSpec.transformer().window())
                + Flops.of(textSpec.transformer(), textSpec.transformer().window());
        double step = median(steps);
        double rate = 3 * forward * batch / step;
        double best = Arrays.stream(products).max().orElseThrow();
        System.out.printf(
                Locale.ROOT,
                "%s: forward %.2f GFLOP an image; step of %d: median %.3f s (%.3f to %.3f), %.1f images/s, %.0f GFLOP/s%n"
                        + "bfloat16 product of %d: best %.0f, median %.0f GFLOP/s; share of the best %.0f %%%n",
                compute,
                forward / 1e9,
                batch,
                step,
                Arrays.stream(steps).min().orElseThrow(),
                Arrays.stream(steps).max().orElseThrow(),
                batch / step,
                rate / 1e9,
                MATRIX,
                best / 1e9,
                median(products) / 1e9,
                100 * rate / best);
        optimizer.close();
        unet.close();
        text.close();
        rng.close();
    }

    private static double product(Rng rng) {
        Tensor a = rng.normal(Shape.of(MATRIX, MATRIX)).to(DType.BFLOAT16);
        double fastest = Double.POSITIVE_INFINITY;
        for (int i = 0; i < 5; i++) {
            fastest = Math.min(fastest, seconds(() -> a.matmul(a)));
        }
        return 2.0 * MATRIX * MATRIX * MATRIX / fastest;
    }

    private static double seconds(Runnable work) {
        long start = System.nanoTime();
        try (Region region = Region.open()) {
            work.run();
        }
        return (System.nanoTime() - start) / 1e9;
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}

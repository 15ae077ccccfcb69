package io.sfumato.bench;

import io.sfumato.condition.Condition;
import io.sfumato.diffusion.DenoisingLoss;
import io.sfumato.diffusion.MixedPrecision;
import io.sfumato.diffusion.Network;
import io.sfumato.diffusion.Noised;
import io.sfumato.nn.Init;
import io.sfumato.tensor.Draws;
import io.sfumato.tensor.Placement;
import io.sfumato.tensor.Recomputation;
import io.sfumato.tensor.Region;
import io.sfumato.tensor.ResidentMemory;
import io.sfumato.tensor.Rng;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;
import io.sfumato.train.recipe.DiffusionRecipe;
import io.sfumato.train.recipe.Recipe;
import io.sfumato.unet.UNet;
import io.sfumato.unet.UNetSpec;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * Loss and gradient of a recipe's U-Net in bfloat16 for random pictures, words and all: seconds of the processor, and the most memory that
 * the process had beyond that of the weights. Each best in a process of its own, and on one core, whose every second counts then.
 *
 * <pre>taskset -c 0 java … io.sfumato.bench.StepMemory recipes/emoji-128.yaml 32 recomputed</pre>
 */
final class StepMemory {
    private static final int TOKENS = 20;
    private static final int STEPS = 5;

    private StepMemory() {}

    /** Loss and gradient. */
    @FunctionalInterface
    private interface Step {
        void run(Supplier<Tensor> loss);
    }

    private static void keeping(Supplier<Tensor> loss) {
        loss.get().backward();
    }

    private static void recomputing(Supplier<Tensor> loss) {
        try (Recomputation open = Recomputation.open()) {
            open.backward(loss.get());
        }
    }

    /** Takes a recipe, pictures a step, and {@code kept} or {@code recomputed}. */
    @SuppressWarnings("SystemOut")
    public static void main(String[] args) {
        Path file = Path.of(args[0]);
        Recipe recipe = Recipe.read(file);
        int side = recipe.data().framing().size()
                / recipe.firstStageSpec(file).sizes().factor();
        int batch = Integer.parseInt(args[1]);
        Step step = args[2].equals("recomputed") ? StepMemory::recomputing : StepMemory::keeping;
        DiffusionRecipe diffusion = recipe.diffusion().orElseThrow();
        try (Region region = Region.open();
                Rng rng = Rng.seeded(1);
                UNet unet = new UNet(diffusion.model(), Init.drawn(rng))) {
            long before = ResidentMemory.now().orElseThrow();
            double[] seconds = new double[STEPS];
            for (int i = 0; i < STEPS; i++) {
                long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
                try (Region turn = Region.open()) {
                    step.run(() -> loss(diffusion, unet, side, Draws.consecutive(rng, 0, batch)));
                    unet.parameters().values().forEach(Tensor::clearGrad);
                }
                seconds[i] = (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start) / 1e9;
            }
            Arrays.sort(seconds);
            System.out.printf(
                    Locale.ROOT,
                    "batch %d, %s: median %.2f s of one core, %.2f GB beyond the %.2f of the process with weights%n",
                    batch,
                    args[2],
                    seconds[STEPS / 2],
                    (ResidentMemory.peak().orElseThrow() - before) / 1e9,
                    before / 1e9);
        }
    }

    private static Tensor loss(DiffusionRecipe diffusion, UNet unet, int side, Draws draws) {
        Tensor clean = draws.normal("clean", Shape.of(diffusion.model().outChannels(), side, side));
        Noised noised =
                diffusion.noising().of(clean, diffusion.preconditioning().table(), draws);
        Network network = new MixedPrecision(unet, Placement.BFLOAT16);
        return new DenoisingLoss(diffusion.weighting(), diffusion.distance())
                .of(network, diffusion.preconditioning(), noised, condition(diffusion.model(), side, draws));
    }

    /** Every part that the network hears. */
    private static Condition condition(UNetSpec unet, int side, Draws draws) {
        Condition condition = Condition.none();
        if (unet.attention() instanceof UNetSpec.CrossAttention cross) {
            condition = condition.withContext(draws.normal("words", Shape.of(TOKENS, cross.contextWidth())));
        }
        if (unet.whole().orElse(null) instanceof UNetSpec.VectorOfWidth vector) {
            condition = condition.withVector(draws.normal("whole", Shape.of(vector.width())));
        }
        int beside = unet.inChannels() - unet.outChannels();
        return beside == 0 ? condition : condition.withConcat(draws.normal("beside", Shape.of(beside, side, side)));
    }
}

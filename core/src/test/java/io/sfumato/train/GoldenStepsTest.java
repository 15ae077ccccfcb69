package io.sfumato.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.sfumato.condition.ClassLabel;
import io.sfumato.condition.Condition;
import io.sfumato.condition.Cue;
import io.sfumato.condition.Nothing;
import io.sfumato.diffusion.DenoisingLoss;
import io.sfumato.diffusion.Distance;
import io.sfumato.diffusion.LossWeighting;
import io.sfumato.diffusion.Noised;
import io.sfumato.diffusion.Preconditioning;
import io.sfumato.golden.FormulaWeights;
import io.sfumato.golden.Golden;
import io.sfumato.model.ModelParts;
import io.sfumato.model.Tokenizers;
import io.sfumato.nn.Init;
import io.sfumato.reference.HeadRule;
import io.sfumato.reference.ReferenceConfig;
import io.sfumato.tensor.AdamW;
import io.sfumato.tensor.Placement;
import io.sfumato.tensor.Region;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.testkit.NoLeaks;
import io.sfumato.train.loop.Average;
import io.sfumato.train.loop.Descent;
import io.sfumato.train.recipe.AverageRecipe;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Three steps of training against the reference: loss, gradient, weights, and their average. */
@ExtendWith(NoLeaks.class)
class GoldenStepsTest {
    private static final double CLOSE = 1e-4;
    private static final double PERCENT = 100 * CLOSE;
    private static final int STEPS = 3;
    private static final double LEARNING_RATE = 1e-3;
    private static final String UNET = "model.diffusion_model.";
    private static final List<String> SHOWN =
            List.of("input_blocks.0.0.weight", "out.2.weight", "middle_block.0.in_layers.2.weight");

    @ParameterizedTest
    @CsvSource({"train-eps-l2,L2", "train-eps-l1-class,L1", "train-x0-l2,L2"})
    void threeStepsEndWithTheReferencesWeightsAndTheirAverage(String name, Distance distance) {
        ReferenceConfig.Diffusion config =
                (ReferenceConfig.Diffusion) ReferenceConfig.read(Golden.file(name, "config.yaml"), HeadRule.CONFIGURED);
        try (Region region = Region.open();
                Golden golden = Golden.open(name);
                ModelParts parts = parts(config);
                ModelParts averaged = parts(config);
                AdamW optimizer = new AdamW(learning(parts), AdamW.Options.DEFAULT)) {
            FormulaWeights.fill(parts.unet(), UNET);
            FormulaWeights.fill(parts.conditioning().network(), "cond_stage_model.");
            FormulaWeights.fillAveraged(averaged.unet(), UNET);
            averaged.unet().freeze();
            Average average = new Average(
                    averaged.unet().parameters(), parts.unet().parameters(), new AverageRecipe.Exponential(0.9999));
            Descent descent = new Descent(learning(parts), optimizer, average);
            Map<String, List<double[]>> moments = new LinkedHashMap<>();
            Preconditioning preconditioning = config.description().preconditioning();
            for (int step = 0; step < STEPS; step++) {
                step(new Step(golden, step, preconditioning, distance), parts, descent);
                SHOWN.forEach(shown -> moments.computeIfAbsent(shown, key -> new ArrayList<>())
                        .add(optimizer.state().get("unet." + shown + ".first").toDoubles()));
            }
            for (String shown : SHOWN) {
                double[] reach = reach(moments.get(shown));
                assertMoved(parts.unet().parameters().get(shown), golden.get("expected.param." + UNET + shown), reach);
                assertMoved(averaged.unet().parameters().get(shown), golden.get("expected.ema." + UNET + shown), reach);
            }
        }
    }

    private static void assertMoved(Tensor actual, Tensor expected, double[] reach) {
        double[] difference = actual.detach().sub(expected).abs().toDoubles();
        for (int i = 0; i < difference.length; i++) {
            assertThat(difference[i]).as("weight %s", i).isLessThan(CLOSE * LEARNING_RATE + reach[i]);
        }
        assertThat(Arrays.stream(difference).average().orElseThrow()).isLessThan(3e-8);
    }

    /**
     * How far each weight may end from another's if their gradients differ by a ten-thousandth of the mean gradient in each
     * step. AdamW divides by the size of the gradient: this is next to nothing, unless a gradient is as small as its rounding
     * or as AdamW's ε, which a few in ten thousand are.
     *
     * @param moments the optimizer's first moments after each step
     */
    private static double[] reach(List<double[]> moments) {
        int count = moments.get(0).length;
        double[][] gradients = new double[count][STEPS];
        double[] means = new double[STEPS];
        for (int i = 0; i < count; i++) {
            for (int step = 0; step < STEPS; step++) {
                double before = step == 0 ? 0 : moments.get(step - 1)[i];
                double beta = AdamW.Options.DEFAULT.beta1();
                gradients[i][step] = (moments.get(step)[i] - beta * before) / (1 - beta);
                means[step] += Math.abs(gradients[i][step]) / count;
            }
        }
        double[] reach =
                Arrays.stream(gradients).mapToDouble(it -> reach(it, means)).toArray();
        assertThat(Arrays.stream(reach).filter(far -> far > LEARNING_RATE / 100).count())
                .as("weights of which this test says little")
                .isLessThan(count / 100);
        return reach;
    }

    private static double reach(double[] gradients, double[] means) {
        double reach = 0;
        for (int step = 0; step < STEPS; step++) {
            double farthest = 0;
            for (double sign : new double[] {-1, 1}) {
                double[] other = gradients.clone();
                other[step] += sign * CLOSE * means[step];
                farthest = Math.max(farthest, Math.abs(way(other) - way(gradients)));
            }
            reach += farthest;
        }
        return reach;
    }

    /** What AdamW adds to a weight in steps with these gradients, Loshchilov and Hutter 2019, algorithm 2. */
    private static double way(double[] gradients) {
        AdamW.Options options = AdamW.Options.DEFAULT;
        double first = 0;
        double second = 0;
        double way = 0;
        for (int i = 0; i < gradients.length; i++) {
            first = options.beta1() * first + (1 - options.beta1()) * gradients[i];
            second = options.beta2() * second + (1 - options.beta2()) * gradients[i] * gradients[i];
            double mean = first / (1 - Math.pow(options.beta1(), i + 1));
            double square = second / (1 - Math.pow(options.beta2(), i + 1));
            way -= LEARNING_RATE * mean / (Math.sqrt(square) + options.epsilon());
        }
        return way;
    }

    private record Step(Golden golden, int number, Preconditioning preconditioning, Distance distance) {
        Tensor input(String name) {
            return golden.get(name + "." + number);
        }

        double expected(String name) {
            return golden.get("expected." + name + "." + number).item();
        }

        Noised batch() {
            Tensor sigma = preconditioning.table().sigmas(golden.floats("t." + number));
            return new Noised(input("z"), input("noise"), sigma);
        }

        DenoisingLoss loss(LossWeighting weighting) {
            return new DenoisingLoss(weighting, distance);
        }
    }

    private static void step(Step step, ModelParts parts, Descent descent) {
        try (Region region = Region.open()) {
            Condition condition = parts.conditioning().conditioner().encode(cues(step));
            Tensor loss = step.loss(new LossWeighting.Uniform())
                    .of(parts.unet(), step.preconditioning(), step.batch(), condition);
            Tensor bound = step.loss(new LossWeighting.VariationalBound())
                    .of(parts.unet(), step.preconditioning(), step.batch(), condition);
            assertThat(loss.item()).isCloseTo(step.expected("loss"), withinPercentage(PERCENT));
            assertThat(bound.item()).isCloseTo(step.expected("loss_vlb"), withinPercentage(PERCENT));
            loss.backward();
            double norm = descent.step(Double.POSITIVE_INFINITY, LEARNING_RATE);
            assertThat(norm).isCloseTo(step.expected("grad_norm"), withinPercentage(PERCENT));
        }
    }

    private static List<Cue> cues(Step step) {
        long count = step.input("z").size(0);
        if (!step.golden().has("class_label.0")) {
            return LongStream.range(0, count).<Cue>mapToObj(i -> new Nothing()).toList();
        }
        return LongStream.of(step.input("class_label").toLongs())
                .<Cue>mapToObj(ClassLabel::new)
                .toList();
    }

    private static ModelParts parts(ReferenceConfig.Diffusion config) {
        return ModelParts.build(
                config.description(), new Init.Blank(Placement.FLOAT32), Tokenizers.NONE, Placement.FLOAT32);
    }

    private static Map<String, Tensor> learning(ModelParts parts) {
        Map<String, Tensor> learning = new LinkedHashMap<>();
        parts.unet().parameters().forEach((key, tensor) -> learning.put("unet." + key, tensor));
        parts.conditioning().network().parameters().forEach((key, tensor) -> learning.put("class." + key, tensor));
        return learning;
    }
}

package io.sfumato.train.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.Tensors;
import io.sfumato.tensor.testkit.NoLeaks;
import io.sfumato.train.recipe.AverageRecipe;
import java.util.Map;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoLeaks.class)
class AverageTest {
    private static Tensor number(double value) {
        return Tensors.of(new double[] {value}, Shape.of(1));
    }

    @Test
    void theAverageFollowsTheWeights() {
        Tensor averaged = number(0);
        Tensor trained = number(11).requireGrad();
        Average average = new Average(Map.of("x", averaged), Map.of("x", trained), new AverageRecipe.Exponential(0.5));
        average.update(1);
        assertThat(averaged.item()).as("2/11 · 0 + 9/11 · 11").isCloseTo(9, within(1e-12));
        average.update(1_000);
        assertThat(averaged.item()).as("the mean of 9 and 11").isCloseTo(10, within(1e-12));
        assertThat(trained.item()).isEqualTo(11);
        assertThat(averaged.requiresGrad()).isFalse();
    }

    /** What one weight that is 1 after update t alone leaves of itself, is the weight of update t. */
    @Test
    void updatesWeighAsThePowerOfTheirTime() {
        int updates = 30;
        AverageRecipe.Power recipe = new AverageRecipe.Power(0.1);
        double exponent = recipe.gamma() + 1;
        for (int t = 1; t <= updates; t++) {
            Tensor averaged = number(7); // of which nothing is left
            for (int n = 1; n <= updates; n++) {
                new Average(Map.of("x", averaged), Map.of("x", number(n == t ? 1 : 0)), recipe).update(n);
            }
            double share = Math.pow(t / 30.0, exponent) - Math.pow((t - 1) / 30.0, exponent);
            assertThat(averaged.item()).as("update %s", t).isCloseTo(share, within(1e-12));
        }
    }

    @Test
    void anUpdateTakesNoMemory() {
        Tensor averaged = number(0);
        Average average =
                new Average(Map.of("x", averaged), Map.of("x", number(1)), new AverageRecipe.Exponential(0.5));
        long before = Pointer.totalCount();
        average.update(1);
        assertThat(Pointer.totalCount()).isEqualTo(before);
    }
}

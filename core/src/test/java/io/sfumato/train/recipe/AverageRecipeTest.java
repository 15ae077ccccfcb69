package io.sfumato.train.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.core.JsonProcessingException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AverageRecipeTest {

    /** The reference's LitEma: min(decay, (1 + n) / (10 + n)). */
    @Test
    void theReferencesDecayRisesFromTwoElevenths() {
        AverageRecipe average = new AverageRecipe.Exponential(0.9);
        assertThat(average.decay(1)).isCloseTo(2 / 11.0, within(1e-15));
        assertThat(average.decay(8)).isCloseTo(0.5, within(1e-15));
        assertThat(average.decay(79)).isCloseTo(80 / 89.0, within(1e-15));
        assertThat(average.decay(81)).isEqualTo(0.9);
        assertThat(average.decay(1_000_000)).isEqualTo(0.9);
    }

    /** Karras et al. 2024 give γ = 16.97 and 6.94 for their two averages. */
    @ParameterizedTest
    @CsvSource({"0.05, 16.97", "0.10, 6.94"})
    void thePowersOfThePaperAreFound(double width, double gamma) {
        assertThat(new AverageRecipe.Power(width).gamma()).isCloseTo(gamma, within(0.005));
    }

    /** Weights of updates, t^γ up to rounding time to steps, have this mean and this deviation. */
    @ParameterizedTest
    @ValueSource(doubles = {0.01, 0.05, 0.1, 0.25, 0.288})
    void theDeviationOfTheWeightsOverTimeIsTheWidth(double width) {
        AverageRecipe.Power recipe = new AverageRecipe.Power(width);
        int updates = 20_000;
        double left = 1; // of what an update has added, after all that follow
        double mean = 0;
        double square = 0;
        for (int t = updates; t >= 1; t--) {
            double weight = left * (1 - recipe.decay(t));
            left *= recipe.decay(t);
            double time = (t - 0.5) / updates;
            mean += weight * time;
            square += weight * time * time;
        }
        assertThat(left).as("nothing is left of what was before the first").isZero();
        assertThat(mean).isCloseTo((recipe.gamma() + 1) / (recipe.gamma() + 2), within(1e-6));
        assertThat(Math.sqrt(square - mean * mean)).isCloseTo(width, within(1e-6));
    }

    @Test
    void theWidestAverageWeighsEveryUpdateTheSame() {
        AverageRecipe.Power recipe = new AverageRecipe.Power(Math.sqrt(1.0 / 12));
        assertThat(recipe.gamma()).isCloseTo(0, within(1e-12));
        assertThat(recipe.decay(1)).isZero();
        assertThat(recipe.decay(4)).as("a running mean").isCloseTo(0.75, within(1e-12));
    }

    @Test
    void bothAreWrittenWithTheirType() throws JsonProcessingException {
        assertThat(RecipeJson.mapper().readValue("{type: exponential, decay: 0.999}", AverageRecipe.class))
                .isEqualTo(new AverageRecipe.Exponential(0.999));
        assertThat(RecipeJson.mapper().readValue("{type: power, relative_width: 0.1}", AverageRecipe.class))
                .isEqualTo(new AverageRecipe.Power(0.1));
    }

    @Test
    void whatCannotBeIsRefused() {
        assertThatThrownBy(() -> new AverageRecipe.Exponential(1)).hasMessageContaining("decay of the average is 1.0");
        for (double width : new double[] {0, 0.3, Double.NaN}) {
            assertThatThrownBy(() -> new AverageRecipe.Power(width))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("relative_width of the average is " + width);
        }
    }
}

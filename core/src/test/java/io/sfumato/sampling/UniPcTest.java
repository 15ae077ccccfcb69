package io.sfumato.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.Tensors;
import io.sfumato.tensor.testkit.NoLeaks;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The solver against the paper's own notation, Zhao et al. 2023: α, σ and λ of a shrinking image, R ρ = b and B(h). */
@ExtendWith(NoLeaks.class)
class UniPcTest {
    private static final double[] LEVELS = {12, 7, 4.5, 2, 1.1, 0.7, 0.3, 0.12, 0.1};
    private static final double START = 0.9;

    /** Not linear, so that the difference between what is predicted and what is corrected matters. */
    private static double denoised(double x, double level) {
        return 0.3 + 0.25 / (0.25 + level * level) * (x - 0.3) + 0.2 * Math.sin(x / (1 + level));
    }

    private static Tensor denoised(Tensor x, double level) {
        double[] values = x.toDoubles();
        for (int i = 0; i < values.length; i++) {
            values[i] = denoised(values[i], level);
        }
        return Tensors.of(values, x.shape());
    }

    @ParameterizedTest
    @CsvSource({"1, BH1", "1, BH2", "2, BH1", "2, BH2", "3, BH1", "3, BH2"})
    void everyOrderIsItsPapersFormula(int order, UniPc.Variant variant) {
        Tensor start = Tensors.of(new double[] {START}, Shape.of(1, 1, 1, 1));
        double end = new Sampler(new UniPc(order, variant), steps -> LEVELS, LEVELS.length - 1)
                .sample(UniPcTest::denoised, start, Noises.NONE, SampleListener.NONE)
                .item();
        assertThat(end).isCloseTo(papersRecipe(order, variant), within(1e-12));
    }

    @Test
    void theVariantsDiffer() {
        assertThat(papersRecipe(3, UniPc.Variant.BH1)).isNotCloseTo(papersRecipe(3, UniPc.Variant.BH2), within(1e-6));
    }

    @Test
    void ordersWithoutAMethodAreRefused() {
        for (int order : new int[] {0, 4}) {
            assertThatThrownBy(() -> new UniPc(order, UniPc.Variant.BH2))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("UniPC of order " + order + ", expected 1 to 3");
        }
    }

    /** The whole trajectory of x √ᾱ; the last step has no corrector. */
    private static double papersRecipe(int order, UniPc.Variant variant) {
        double x = START;
        List<Double> levels = new ArrayList<>(List.of(LEVELS[0]));
        List<Double> said = new ArrayList<>(List.of(denoised(x / alpha(LEVELS[0]), LEVELS[0])));
        for (int i = 1; i < LEVELS.length; i++) {
            int now = Math.min(order, i);
            double[] r = new double[now];
            double[] differences = new double[now];
            double h = Math.log(LEVELS[i - 1] / LEVELS[i]);
            for (int m = 1; m < now; m++) {
                r[m - 1] = Math.log(LEVELS[i - 1] / levels.get(m)) / h;
                differences[m - 1] = (said.get(m) - said.get(0)) / r[m - 1];
            }
            r[now - 1] = 1;
            double b = variant == UniPc.Variant.BH1 ? -h : Math.expm1(-h);
            double alpha = alpha(LEVELS[i]);
            double straight = LEVELS[i] * alpha / (LEVELS[i - 1] * alpha(LEVELS[i - 1])) * x
                    - alpha * Math.expm1(-h) * said.get(0);
            double predicted = straight - alpha * b * dot(predictor(r, h, b), differences);
            double answer = denoised(predicted / alpha, LEVELS[i]);
            differences[now - 1] = answer - said.get(0);
            boolean last = i == LEVELS.length - 1;
            x = last ? predicted : straight - alpha * b * dot(corrector(r, h, b), differences);
            levels.add(0, LEVELS[i]);
            said.add(0, answer);
        }
        return x;
    }

    /** √ᾱ; the paper's σ is this project's times it. */
    private static double alpha(double level) {
        return 1 / Math.sqrt(1 + level * level);
    }

    private static double[] predictor(double[] r, double h, double b) {
        int unknowns = r.length - 1;
        return unknowns == 1 ? new double[] {0.5} : solved(r, unknowns, h, b);
    }

    private static double[] corrector(double[] r, double h, double b) {
        return r.length == 1 ? new double[] {0.5} : solved(r, r.length, h, b);
    }

    /** ρ of Σ_m r_m^(k−1) ρ_m = k! h^k φ_(k+1) / B(h), k = 1 … n, by elimination. */
    private static double[] solved(double[] r, int n, double h, double b) {
        double[][] rows = new double[n][n + 1];
        double phi = Math.expm1(-h) / -h - 1;
        double factorial = 1;
        for (int k = 1; k <= n; k++) {
            for (int m = 0; m < n; m++) {
                rows[k - 1][m] = Math.pow(r[m], k - 1);
            }
            rows[k - 1][n] = phi * factorial / b;
            factorial *= k + 1;
            phi = phi / -h - 1 / factorial;
        }
        for (int pivot = 0; pivot < n; pivot++) {
            for (int row = 0; row < n; row++) {
                double factor = row == pivot ? 0 : rows[row][pivot] / rows[pivot][pivot];
                for (int column = pivot; column <= n; column++) {
                    rows[row][column] -= factor * rows[pivot][column];
                }
            }
        }
        double[] solution = new double[n];
        for (int i = 0; i < n; i++) {
            solution[i] = rows[i][n] / rows[i][i];
        }
        return solution;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}

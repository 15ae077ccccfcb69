package io.sfumato.data.degradation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BlurKernelTest {
    /** What a kernel is as a distribution: sum, mean and covariance, in pixels from its middle. */
    private record Moments(double sum, double x, double y, double xx, double xy, double yy) {
        static Moments of(BlurKernel kernel) {
            double[] m = new double[6];
            double middle = (kernel.size() - 1) / 2.0;
            for (int row = 0; row < kernel.size(); row++) {
                for (int column = 0; column < kernel.size(); column++) {
                    double weight = kernel.at(column, row);
                    double x = column - middle;
                    double y = row - middle;
                    double[] each = {1, x, y, x * x, x * y, y * y};
                    for (int i = 0; i < m.length; i++) {
                        m[i] += weight * each[i];
                    }
                }
            }
            return new Moments(m[0], m[1], m[2], m[3] - m[1] * m[1], m[4] - m[1] * m[2], m[5] - m[2] * m[2]);
        }
    }

    @ParameterizedTest
    @CsvSource({"25, 1.5", "25, 2.25", "24, 2", "15, 0.8"})
    void aCircleHasTheVarianceThatIsAskedForBothWays(int size, double deviation) {
        Moments moments = Moments.of(BlurKernel.circle(size, deviation));
        assertThat(moments.sum()).isCloseTo(1, within(1e-12));
        assertThat(moments.xx()).isCloseTo(deviation * deviation, within(2e-4));
        assertThat(moments.yy()).isCloseTo(deviation * deviation, within(2e-4));
        assertThat(moments.xy()).isCloseTo(0, within(1e-12));
        assertThat(moments.x()).isCloseTo(0, within(1e-12));
    }

    /** R(θ) diag(λ₁, λ₂) R(θ)ᵀ. */
    @ParameterizedTest
    @CsvSource({"25, 0, 4, 1", "25, 0.7, 4, 1.5", "24, 2.1, 1, 3", "25, 1.5707963267948966, 5, 1"})
    void anEllipseHasTheCovarianceThatIsAskedFor(int size, double angle, double along, double across) {
        Moments moments = Moments.of(BlurKernel.ellipse(size, angle, new BlurKernel.Variances(along, across)));
        double cos = Math.cos(angle);
        double sin = Math.sin(angle);
        assertThat(moments.sum()).isCloseTo(1, within(1e-12));
        assertThat(moments.xx()).isCloseTo(along * cos * cos + across * sin * sin, within(1e-3));
        assertThat(moments.yy()).isCloseTo(along * sin * sin + across * cos * cos, within(1e-3));
        assertThat(moments.xy()).isCloseTo((along - across) * sin * cos, within(1e-3));
    }

    /** scipy.stats.multivariate_normal.pdf at the middles of the pixels, over its sum. */
    @Test
    void ellipsesAreThoseOfScipy() {
        BlurKernel odd = BlurKernel.ellipse(5, 0.7, new BlurKernel.Variances(1.5, 0.4));
        double[] row = {3.062472231e-2, 1.056121964e-1, 8.737506996e-2, 1.734173497e-2, 8.257129573e-4};
        BlurKernel even = BlurKernel.ellipse(6, 2.1, new BlurKernel.Variances(0.9, 0.2));
        double[] other = {1.258609221e-7, 8.911105838e-4, 1.145394234e-1, 2.672766882e-1, 1.132269655e-2, 8.708058811e-6
        };
        for (int x = 0; x < 5; x++) {
            assertThat(odd.at(x, 1)).isCloseTo(row[x], within(1e-11));
        }
        for (int x = 0; x < 6; x++) {
            assertThat(even.at(x, 2)).isCloseTo(other[x], within(1e-10));
        }
    }

    @Test
    void whatIsFarOutOfACircleIsNothing() {
        BlurKernel kernel = BlurKernel.circle(7, 0.3);
        assertThat(kernel.at(3, 1)).as("2 pixels, exp(−22)").isPositive();
        assertThat(kernel.at(3, 0)).as("3 pixels, exp(−50)").isZero();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 1e-300, 1e-9, 0.01})
    void theNarrowestIsAPointOrWherePixelsMeetFour(double deviation) {
        for (BlurKernel kernel : new BlurKernel[] {
            BlurKernel.circle(5, deviation),
            BlurKernel.ellipse(5, 0.3, new BlurKernel.Variances(deviation * deviation, 0))
        }) {
            assertThat(kernel.at(2, 2)).isCloseTo(1, within(1e-12));
        }
        BlurKernel even = BlurKernel.circle(6, deviation);
        assertThat(new double[] {even.at(2, 2), even.at(3, 2), even.at(2, 3), even.at(3, 3)})
                .containsExactly(0.25, 0.25, 0.25, 0.25);
        assertThat(Moments.of(BlurKernel.ellipse(6, 0.3, new BlurKernel.Variances(deviation, 0)))
                        .sum())
                .isCloseTo(1, within(1e-12));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.5, 1.5, 1, 3.5})
    void aMovedKernelHasItsMiddleThere(double by) {
        Moments moments = Moments.of(BlurKernel.circle(25, 1.2).moved(by));
        assertThat(moments.sum()).isCloseTo(1, within(1e-12));
        assertThat(moments.x()).isCloseTo(-by, within(1e-9));
        assertThat(moments.y()).isCloseTo(-by, within(1e-9));
        double betweenPixels = (by % 1) * (1 - by % 1); // linear interpolation broadens by that much
        assertThat(moments.xx()).isCloseTo(1.44 + betweenPixels, within(1e-4));
    }

    /** scipy.interpolate.RegularGridInterpolator, linear, at clipped places. */
    @Test
    void movedKernelsAreThoseOfScipy() {
        BlurKernel moved = BlurKernel.circle(25, 1.3).moved(1.5);
        double[] row = {0.003328222, 0.009295685, 0.015436994, 0.015436994, 0.009295685, 0.003328222};
        for (int i = 0; i < row.length; i++) {
            assertThat(moved.at(8 + i, 8)).isCloseTo(row[i], within(1e-9));
        }
        assertThat(moved.at(10, 11)).isCloseTo(0.071600019, within(1e-9));
    }
}

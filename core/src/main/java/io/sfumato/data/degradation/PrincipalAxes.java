package io.sfumato.data.degradation;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** Eigenvalues and eigenvectors of a small symmetric matrix, by Jacobi's rotations (Golub and Van Loan, sec. 8.5). */
final class PrincipalAxes {
    /** Three or four are enough for 3 × 3. */
    private static final int SWEEPS = 12;

    private final double[] lengths;
    private final double[][] axes;

    private PrincipalAxes(double[] lengths, double[][] axes) {
        this.lengths = lengths;
        this.axes = axes;
    }

    /** Those of a matrix, that of the largest eigenvalue first; which way an axis points is arbitrary. */
    static PrincipalAxes of(double[][] symmetric) {
        int n = symmetric.length;
        double[][] matrix = Arrays.stream(symmetric).map(double[]::clone).toArray(double[][]::new);
        double[][] axes = new double[n][n]; // rows
        for (int i = 0; i < n; i++) {
            axes[i][i] = 1;
        }
        for (int sweep = 0; sweep < SWEEPS; sweep++) {
            for (int p = 0; p < n; p++) {
                for (int q = p + 1; q < n; q++) {
                    rotate(matrix, axes, p, q);
                }
            }
        }
        int[] order = IntStream.range(0, n)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -matrix[i][i]))
                .mapToInt(Integer::intValue)
                .toArray();
        return new PrincipalAxes(
                Arrays.stream(order).mapToDouble(i -> matrix[i][i]).toArray(),
                Arrays.stream(order).mapToObj(i -> axes[i]).toArray(double[][]::new));
    }

    /** Makes the elements ({@code p}, {@code q}) 0. */
    private static void rotate(double[][] matrix, double[][] axes, int p, int q) {
        if (matrix[p][q] == 0) {
            return;
        }
        double tau = (matrix[q][q] - matrix[p][p]) / (2 * matrix[p][q]);
        double tangent = Math.copySign(1, tau) / (Math.abs(tau) + Math.hypot(1, tau));
        double cos = 1 / Math.hypot(1, tangent);
        double sin = tangent * cos;
        for (double[] row : matrix) {
            double at = row[p];
            row[p] = cos * at - sin * row[q];
            row[q] = sin * at + cos * row[q];
        }
        turn(matrix, p, q, cos, sin);
        turn(axes, p, q, cos, sin);
    }

    private static void turn(double[][] rows, int p, int q, double cos, double sin) {
        for (int i = 0; i < rows[p].length; i++) {
            double at = rows[p][i];
            rows[p][i] = cos * at - sin * rows[q][i];
            rows[q][i] = sin * at + cos * rows[q][i];
        }
    }

    /** The eigenvalue of an axis. */
    double length(int axis) {
        return lengths[axis];
    }

    /** An axis, of length 1; not to be written to. */
    double[] axis(int axis) {
        return axes[axis];
    }
}

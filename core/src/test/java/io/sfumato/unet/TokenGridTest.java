package io.sfumato.unet;

import static io.sfumato.tensor.testkit.TensorAssert.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import io.sfumato.tensor.Rng;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.Tensors;
import io.sfumato.tensor.testkit.NoLeaks;
import java.util.Arrays;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(NoLeaks.class)
class TokenGridTest {
    private static Tensor normal(long seed, long... sizes) {
        try (Rng rng = Rng.seeded(seed)) {
            return rng.normal(Shape.of(sizes));
        }
    }

    @ParameterizedTest
    @CsvSource({"8,8,16", "5,7,12", "1,1,1", "2,9,5"})
    void oneOfEachSquareIsATarget(long height, long width, int squares) {
        TokenGrid grid = TokenGrid.of(height, width);
        assertThat(grid.targets()).isSorted().hasSizeBetween(1, squares).doesNotHaveDuplicates();
        if (height % 2 == 0 && width % 2 == 0) {
            assertThat(Arrays.stream(grid.targets())
                            .map(i -> i / width / 2 * width + i % width / 2)
                            .distinct())
                    .hasSize(squares);
        }
        assertThat(LongStream.concat(Arrays.stream(grid.targets()), Arrays.stream(grid.others()))
                        .sorted())
                .containsExactly(LongStream.range(0, height * width).boxed().toArray(Long[]::new));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.25, 0.5, 0.75})
    void soManyAreMerged(double share) {
        TokenGroups groups = TokenGrid.of(8, 8).groups(normal(1, 64, 12), share);
        assertThat(groups.count()).isEqualTo((int) (64 * (1 - share)));
        assertThat(Arrays.stream(groups.group()).distinct().sorted())
                .containsExactly(LongStream.range(0, groups.count()).boxed().toArray(Long[]::new));
    }

    /** Plain loops over all pairs. */
    @Test
    void theMostAlikeAreMergedIntoTheTargetNearestToThem() {
        Tensor tokens = normal(1, 16, 5);
        double[][] rows = new double[16][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = tokens.select(0, i).toDoubles();
        }
        TokenGrid grid = TokenGrid.of(4, 4);
        long[] others = grid.others();
        double[] likeness = new double[others.length];
        int[] nearest = new int[others.length];
        for (int i = 0; i < others.length; i++) {
            likeness[i] = -1;
            for (int j = 0; j < grid.targets().length; j++) {
                double cosine = cosine(rows[(int) others[i]], rows[(int) grid.targets()[j]]);
                if (cosine > likeness[i]) {
                    likeness[i] = cosine;
                    nearest[i] = j;
                }
            }
        }
        double threshold = Arrays.stream(likeness).sorted().toArray()[others.length - 6]; // six of twelve
        long[] group = grid.groups(tokens, 6 / 16.0).group();
        for (int i = 0; i < others.length; i++) {
            if (likeness[i] >= threshold) {
                assertThat(group[(int) others[i]]).isEqualTo(nearest[i]);
            } else {
                assertThat(group[(int) others[i]]).isGreaterThanOrEqualTo(grid.targets().length);
            }
        }
    }

    private static double cosine(double[] a, double[] b) {
        double product = 0;
        double squaresOfA = 0;
        double squaresOfB = 0;
        for (int i = 0; i < a.length; i++) {
            product += a[i] * b[i];
            squaresOfA += a[i] * a[i];
            squaresOfB += b[i] * b[i];
        }
        return product / Math.sqrt(squaresOfA * squaresOfB);
    }

    @Test
    void groupsHaveTheirMeansAndTheirTokensTakeThem() {
        TokenGroups groups = new TokenGroups(new long[] {1, 0, 1, 2}, 3);
        Tensor tokens = Tensors.of(new double[] {2, 20, 5, 50, 4, 40, 7, 70}, Shape.of(4, 2));
        Tensor means = groups.means(tokens);
        assertClose(means, Tensors.of(new double[] {5, 50, 3, 30, 7, 70}, Shape.of(3, 2)), 1e-6);
        assertClose(groups.spread(means), Tensors.of(new double[] {3, 30, 5, 50, 3, 30, 7, 70}, Shape.of(4, 2)), 1e-6);
    }
}

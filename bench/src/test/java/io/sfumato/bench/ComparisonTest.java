package io.sfumato.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.sfumato.benchmark.BenchmarkSize;
import io.sfumato.benchmark.Part;
import io.sfumato.model.Arithmetic;
import io.sfumato.tensor.DType;
import io.sfumato.tensor.Placement;
import io.sfumato.tensor.WeightLayout;
import io.sfumato.tensor.testkit.NoLeaks;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoLeaks.class)
class ComparisonTest {
    @Test
    void bothSidesComputeTheSame() {
        List<Comparison.Row> rows = run(Placement.FLOAT32, Part.UNET, Part.DECODE);
        assertThat(rows).extracting(Comparison.Row::part).containsExactly(Part.UNET, Part.UNET, Part.DECODE);
        assertThat(rows).extracting(Comparison.Row::batch).containsExactly(2, 1, 1);
        assertThat(rows).allSatisfy(row -> {
            assertThat(row.difference()).isPositive().isLessThan(1e-4);
            assertThat(row.operations()).isGreaterThan(1e9);
            assertThat(row.turns().first().fastest()).isPositive();
            assertThat(row.turns().second().fastest()).isPositive();
        });
        assertThat(rows.get(0).operations()).isGreaterThan(1.9 * rows.get(1).operations());
    }

    @Test
    void theOtherSideStaysExactWhereThisOneIsNot() {
        assertThat(run(Placement.BFLOAT16, Part.DECODE))
                .allSatisfy(row -> assertThat(row.difference()).isBetween(1e-4, 0.1));
    }

    private static List<Comparison.Row> run(Placement compute, Part... parts) {
        List<Comparison.Row> rows = new ArrayList<>();
        Comparison.Plan plan = new Comparison.Plan(
                BenchmarkSize.EMOJI_128,
                Arithmetic.of(compute).fixed(WeightLayout.PACKED),
                Set.of(parts),
                List.of(2, 1),
                1);
        assertThat(Comparison.run(plan, rows::add)).containsKeys(DType.FLOAT32, compute.dtype());
        return rows;
    }
}

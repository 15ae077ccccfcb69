package io.sfumato.condition;

import static io.sfumato.tensor.testkit.TensorAssert.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sfumato.nn.Init;
import io.sfumato.tensor.DType;
import io.sfumato.tensor.Functional;
import io.sfumato.tensor.Grad;
import io.sfumato.tensor.Interpolation;
import io.sfumato.tensor.Rng;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.Tensors;
import io.sfumato.tensor.testkit.NoLeaks;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(NoLeaks.class)
class SemanticRescalerTest {
    private static Tensor encoded(SemanticSpec spec, Tensor map) {
        try (Rng rng = Rng.seeded(1);
                SemanticRescaler rescaler = new SemanticRescaler(spec, Init.drawn(rng))) {
            return Grad.off(() ->
                    rescaler.encode(List.of(new SegmentationMap(map))).concat().orElseThrow());
        }
    }

    private static Tensor map(int height, int width) {
        try (Rng rng = Rng.seeded(2)) {
            return rng.uniform(Shape.of(4, height, width));
        }
    }

    /** Mixing the planes and rescaling them do not care which is first. */
    @ParameterizedTest
    @CsvSource({"NEAREST,0.5,2", "BILINEAR,0.25,1", "BICUBIC,0.5,3", "AREA,0.75,2", "BICUBIC,2,1", "AREA,0.5,0"})
    void everyStageRescalesByTheMultiplierWithTheMethod(Interpolation method, double multiplier, int stages) {
        Tensor map = map(16, 24);
        Tensor expected = encoded(SemanticSpec.halving(0, 4, 3), map);
        for (int i = 0; i < stages; i++) {
            expected = method.rescale(expected, multiplier);
        }
        assertClose(encoded(new SemanticSpec(stages, multiplier, method, 4, 3), map), expected, 1e-5);
    }

    @Test
    void halvingIsBilinear() {
        Tensor map = map(16, 24);
        Tensor mixed = encoded(SemanticSpec.halving(0, 4, 3), map);
        assertClose(encoded(SemanticSpec.halving(1, 4, 3), map), Functional.resizeBilinear(mixed, 8, 12), 1e-5);
    }

    @Test
    void aMapThatIsTooSmallIsRefused() {
        assertThatThrownBy(() -> encoded(SemanticSpec.halving(3, 4, 3), map(4, 32)))
                .isInstanceOf(ConditionException.class)
                .hasMessage("segmentation is [1, 4, 4, 32], too small for 3 stages of 0.5 times its size");
    }

    /** Truth values take a quarter of the memory of numbers, at the size of pictures. */
    @Test
    void aMapOfTruthValuesAndOneThatWasCondensedMeanTheSame() {
        boolean[] values = new boolean[4 * 8 * 8];
        for (int i = 0; i < 64; i++) {
            values[64 * (i * 7 % 4) + i] = true;
        }
        Tensor planes = Tensors.of(values, Shape.of(4, 8, 8));
        List<SegmentationMap> maps = List.of(new SegmentationMap(planes), new SegmentationMap(map(8, 8)));
        try (Rng rng = Rng.seeded(1);
                SemanticRescaler rescaler = new SemanticRescaler(SemanticSpec.halving(1, 4, 3), Init.drawn(rng))) {
            Grad.off(() -> {
                Tensor mixed = rescaler.encode(maps).concat().orElseThrow(); // [2, 3, 4, 4]
                Tensor numbers = rescaler.encode(List.of(new SegmentationMap(planes.to(DType.FLOAT32))))
                        .concat()
                        .orElseThrow();
                assertClose(mixed.narrow(0, 0, 1), numbers, 0);
                List<LatentPlanes> condensed =
                        maps.stream().map(rescaler::condensed).toList();
                assertThat(condensed.get(0).planes().shape()).isEqualTo(Shape.of(4, 4, 4));
                assertClose(rescaler.encode(condensed).concat().orElseThrow(), mixed, 0);
            });
        }
    }

    @Test
    void sizesThatCannotBeAreRefused() {
        for (double multiplier : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> new SemanticSpec(1, multiplier, Interpolation.AREA, 4, 3))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("multiplier is " + multiplier);
        }
        assertThatThrownBy(() -> SemanticSpec.halving(-1, 4, 3)).hasMessageContaining("stages");
        assertThat(SemanticSpec.halving(0, 4, 3).stages()).isZero();
    }
}

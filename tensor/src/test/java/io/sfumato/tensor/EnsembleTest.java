package io.sfumato.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What processes that train together tell each other. */
class EnsembleTest {
    @Test
    void everyProcessHasItsNumberAndTheFirstLeads() {
        assertThat(Threaded.ensemble(3, ensemble -> ensemble.rank() + "/" + ensemble.size() + ensemble.leads()))
                .containsExactly("0/3true", "1/3false", "2/3false");
    }

    @Test
    void numbersOfTheFirstProcessReachAllWhateverTheOrderOfNames() {
        List<double[]> weights = Threaded.ensemble(3, ensemble -> {
            int rank = ensemble.rank();
            Tensor a = Tensors.of(new float[] {rank, 7}, Shape.of(2)).requireGrad();
            Tensor b = Tensors.of(new float[] {10 + rank, 8}, Shape.of(2));
            Tensor steps = Tensors.of(new long[] {100 + rank}, Shape.of(1));
            Map<String, Tensor> named = new LinkedHashMap<>();
            named.put(rank == 1 ? "b" : "a", rank == 1 ? b : a);
            named.put(rank == 1 ? "a" : "b", rank == 1 ? a : b);
            named.put("steps", steps);
            ensemble.broadcast(named);
            return new double[] {a.toDoubles()[0], b.toDoubles()[0], steps.item()};
        });
        assertThat(weights).allSatisfy(numbers -> assertThat(numbers).containsExactly(0, 10, 100));
    }

    @ParameterizedTest
    @EnumSource(
            value = DType.class,
            names = {"FLOAT32", "FLOAT64", "BFLOAT16"})
    void theMeanIsANewTensorOfTheSameType(DType dtype) {
        List<double[]> means = Threaded.ensemble(2, ensemble -> {
            Tensor value = Tensors.of(new float[] {ensemble.rank(), 4, -2 * ensemble.rank()}, Shape.of(3, 1))
                    .to(dtype)
                    .transpose(0, 1);
            Tensor mean = ensemble.mean(value);
            assertThat(mean.dtype()).isEqualTo(dtype);
            assertThat(mean.shape()).isEqualTo(Shape.of(1, 3));
            assertThat(value.toDoubles()[1]).isEqualTo(4);
            return mean.toDoubles();
        });
        assertThat(means).allSatisfy(mean -> assertThat(mean).containsExactly(0.5, 4, -1));
    }

    @Test
    void theMeanOfIntegersIsRefused() {
        assertThatThrownBy(() -> Threaded.ensemble(2, ensemble -> ensemble.mean(Tensors.range(3))))
                .isInstanceOf(TensorException.class)
                .hasMessageContaining("Tensor[3] INT64");
    }

    @Test
    void oneNumberThatIsNoneIsKnownToAll() {
        assertThat(Threaded.ensemble(3, ensemble -> ensemble.mean(ensemble.rank() * 2.0)))
                .containsExactly(2.0, 2.0, 2.0);
        assertThat(Threaded.ensemble(2, ensemble -> ensemble.mean(ensemble.rank() == 1 ? Double.NaN : 1)))
                .containsExactly(Double.NaN, Double.NaN);
    }

    @Test
    void whatOneWantsAllKnow() {
        assertThat(Threaded.ensemble(3, ensemble -> ensemble.any(ensemble.rank() == 2)))
                .containsOnly(true);
        assertThat(Threaded.ensemble(3, ensemble -> ensemble.any(false))).containsOnly(false);
    }

    @Test
    void nobodyKnowsWhatAllWantBeforeAllAreThere() {
        long[] arrived = new long[3];
        List<Long> passed = Threaded.ensemble(3, ensemble -> {
            Pause.millis(100L * ensemble.rank());
            arrived[ensemble.rank()] = System.nanoTime();
            ensemble.any(false);
            return System.nanoTime();
        });
        assertThat(passed).allSatisfy(time -> assertThat(time).isGreaterThan(arrived[2]));
    }

    @Test
    void processesWithDifferentModelsAreAllTold() {
        for (String longer : List.of("extra", "weight")) {
            assertThatThrownBy(() -> Threaded.ensemble(2, ensemble -> {
                        Map<String, Tensor> named = new LinkedHashMap<>();
                        named.put("weight", zeros(longer.equals("weight") && ensemble.rank() == 1 ? 5 : 4));
                        if (longer.equals("extra") && ensemble.rank() == 1) {
                            named.put("extra", zeros(1));
                        }
                        try {
                            ensemble.broadcast(named);
                            return 0;
                        } catch (EnsembleException e) {
                            throw ensemble.rank() == 0 ? new EnsembleException("first: " + e.getMessage()) : e;
                        }
                    }))
                    .isInstanceOf(EnsembleException.class)
                    .hasMessageContaining("first: processes train different models");
        }
    }

    @Test
    void anEnsembleThatIsOverLeavesNoNativeHandles() {
        List<Long> handles = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Threaded.ensemble(2, new Regression(DType.FLOAT32, 2)::train);
            handles.add(Pointer.totalCount());
        }
        assertThat(handles.get(2)).isEqualTo(handles.get(1));
    }

    @Test
    void oneProcessAgreesWithItself() {
        try (Region region = Region.open();
                Ensemble alone = Ensemble.alone();
                Exchange exchange = alone.exchange(Map.of())) {
            Tensor weight = zeros(1).requireGrad();
            exchange.accumulate(weight.mul(2).sum());
            exchange.backward(weight.mul(3).sum());
            assertThat(weight.grad().item()).isEqualTo(5);
            assertThat(alone.mean(zeros(2)).toDoubles()).containsExactly(0, 0);
            assertThat(alone.any(true)).isTrue();
        }
    }

    private static Tensor zeros(long count) {
        return Tensors.zeros(Shape.of(count), Placement.FLOAT32);
    }
}

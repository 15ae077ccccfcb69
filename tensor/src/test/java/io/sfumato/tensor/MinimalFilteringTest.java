package io.sfumato.tensor;

import static io.sfumato.tensor.testkit.TensorAssert.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import io.sfumato.tensor.testkit.NoLeaks;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoLeaks.class)
class MinimalFilteringTest {
    /** Halves and whole numbers: nothing is rounded. */
    @Test
    void fourProductsMakeTwoPlacesOfThreeNumbers() {
        double[] input = {3, -1, 4, 1, -5, 9, 2, 6};
        double[] kernel = {2, 7, -1};
        double[] expected = new double[6];
        for (int i = 0; i < expected.length; i++) {
            expected[i] = input[i] * kernel[0] + input[i + 1] * kernel[1] + input[i + 2] * kernel[2];
        }
        Tensor map = Tensors.of(input, Shape.of(1, 8));
        Tensor inputs = MinimalFiltering.inputs(map, 1); // [4, 1, 3]
        Tensor kernels = MinimalFiltering.ofKernels().to(DType.FLOAT64).matmul(Tensors.of(kernel, Shape.of(3, 1)));
        List<Tensor> products = IntStream.range(0, MinimalFiltering.PRODUCTS)
                .mapToObj(i -> inputs.select(0, i).mul(kernels.select(0, i)))
                .toList();
        Tensor places = Tensors.zeros(Shape.of(1, 3, 2), map.placement());
        MinimalFiltering.places(products, places.select(2, 0), places.select(2, 1));
        assertThat(inputs.shape()).isEqualTo(Shape.of(4, 1, 3));
        assertClose(places.reshape(6), expected, 0);
    }
}

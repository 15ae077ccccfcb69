package io.sfumato.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sfumato.tensor.Placement;
import io.sfumato.tensor.Region;
import io.sfumato.tensor.Rng;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.TensorException;
import io.sfumato.tensor.Tensors;
import io.sfumato.tensor.testkit.NoLeaks;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoLeaks.class)
class ModuleTest {
    private static Tensor ones(long... sizes) {
        return Tensors.full(Shape.of(sizes), 1, Placement.FLOAT32);
    }

    /** Children are declared before its own parameters, which come first all the same. */
    private static final class Tree extends Module {
        final Linear trunk;

        Tree(Init init) {
            trunk = child("trunk", new Linear(2, 3, init));
            child("crown.left", Linear.withoutBias(3, 1, init));
            parameter("root", ones(2));
            child("crown.right", new LayerNorm(3, init));
        }

        void adopt(String name, Module module) {
            child(name, module);
        }

        void adopt(String name, Tensor tensor) {
            parameter(name, tensor);
        }
    }

    private static Tree tree(long seed) {
        try (Rng rng = Rng.seeded(seed)) {
            return new Tree(Init.drawn(rng));
        }
    }

    @Test
    void namesAreThePathsOfTheTreeInTheOrderOfDeclaration() {
        try (Tree tree = tree(1)) {
            assertThat(tree.parameters().keySet())
                    .containsExactly(
                            "root",
                            "trunk.weight",
                            "trunk.bias",
                            "crown.left.weight",
                            "crown.right.weight",
                            "crown.right.bias");
            assertThat(tree.parameterCount()).isEqualTo(2 + 6 + 3 + 3 + 3 + 3);
        }
    }

    @Test
    void noNameIsGivenTwice() {
        try (Tree tree = tree(1);
                Tree other = tree(2)) {
            assertThatThrownBy(() -> tree.adopt("trunk", other.trunk))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("'trunk'");
            Tensor second = ones(2);
            assertThatThrownBy(() -> tree.adopt("root", second))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("'root'");
            second.close();
        }
    }

    @Test
    void parametersOutliveTheRegionTheyWereMadeIn() {
        Tree tree = Region.computing(() -> tree(1));
        Tensor weight = tree.trunk.parameters().values().iterator().next();
        assertThat(weight.shape()).isEqualTo(Shape.of(3, 2));
        tree.close();
        assertThatThrownBy(weight::shape).isInstanceOf(TensorException.class);
    }

    @Test
    void parametersAreTrainedUnlessFrozen() {
        try (Tree tree = tree(1)) {
            assertThat(tree.parameters().values()).allMatch(Tensor::requiresGrad);
            tree.freeze();
            assertThat(tree.parameters().values()).noneMatch(Tensor::requiresGrad);
        }
    }

    @Test
    void theMapOfParametersCannotBeChanged() {
        try (Tree tree = tree(1)) {
            Map<String, Tensor> parameters = tree.parameters();
            assertThatThrownBy(() -> parameters.remove("root")).isInstanceOf(UnsupportedOperationException.class);
        }
    }

    @Test
    void aCopyHasTheValuesAndItsOwnMemory() {
        try (Tree from = tree(1);
                Tree to = tree(2)) {
            Tensor source = from.trunk.parameters().get("weight");
            Tensor target = to.trunk.parameters().get("weight");
            assertThat(target.toDoubles()).isNotEqualTo(source.toDoubles());
            to.copyFrom(from);
            to.parameters().forEach((name, tensor) -> assertThat(tensor.toDoubles())
                    .as(name)
                    .containsExactly(from.parameters().get(name).toDoubles()));
            double[] before = target.toDoubles();
            source.detach().mulInPlace(2);
            assertThat(target.toDoubles()).containsExactly(before);
            assertThat(target.requiresGrad()).isTrue();
        }
    }

    @Test
    void aCopyOfAnotherBuildIsRefused() {
        try (Tree tree = tree(1);
                Rng rng = Rng.seeded(1);
                Linear linear = new Linear(2, 3, Init.drawn(rng))) {
            assertThatThrownBy(() -> tree.copyFrom(linear))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("'root'");
        }
    }

    @Test
    void aChainRunsItsLayersInOrder() {
        try (Rng rng = Rng.seeded(1);
                Chain chain = new Chain()
                        .then(x -> x.add(1))
                        .then("norm", new LayerNorm(2, Init.drawn(rng)))
                        .then(x -> x.mul(3))) {
            assertThat(chain.parameters().keySet()).containsExactly("norm.weight", "norm.bias");
            Tensor x = Tensors.of(new float[] {10, -10}, Shape.of(1, 2));
            double[] result = chain.forward(x).toDoubles();
            assertThat(result[0]).isBetween(2.99, 3.0);
            assertThat(result[1]).isBetween(-3.0, -2.99);
        }
    }
}

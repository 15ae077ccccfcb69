package io.sfumato.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sfumato.tensor.testkit.NoLeaks;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Operations on tensors without numbers against the same with numbers. */
@ExtendWith(NoLeaks.class)
class OutlineTest {

    /** An operation, and what it takes. */
    private record Operation(Function<List<Tensor>, Tensor> of, List<Shape> takes) {
        Tensor on(Device device) {
            return of.apply(takes.stream().map(shape -> ones(shape, device)).toList());
        }
    }

    private static Tensor ones(Shape shape, Device device) {
        return Tensors.full(shape, 1, Placement.FLOAT32.on(device)).requireGrad();
    }

    private static Tensor indices(Tensor like) {
        return Tensors.of(new long[] {0, 2, 1, 0, 1, 1}, Shape.of(2, 3)).to(like.device());
    }

    static Stream<Arguments> operations() {
        Shape map = Shape.of(2, 32, 9, 7);
        return Stream.of(
                of(
                        "a convolution",
                        t -> Functional.conv2d(t.get(0), t.get(1), t.get(2), 1, 1),
                        map,
                        Shape.of(5, 32, 3, 3),
                        Shape.of(5)),
                of(
                        "one that halves",
                        t -> Functional.conv2d(t.get(0), t.get(1), null, 2, 1),
                        map,
                        Shape.of(5, 32, 3, 3)),
                of(
                        "a large kernel",
                        t -> Functional.conv2d(t.get(0), t.get(1), null, 3, 0),
                        map,
                        Shape.of(4, 32, 4, 4)),
                of(
                        "group norm",
                        t -> Functional.groupNorm(t.get(0), 8, t.get(1), t.get(2), 1e-5),
                        map,
                        Shape.of(32),
                        Shape.of(32)),
                of(
                        "layer norm",
                        t -> Functional.layerNorm(t.get(0), t.get(1), t.get(2), 1e-5),
                        Shape.of(2, 3, 6),
                        Shape.of(6),
                        Shape.of(6)),
                of(
                        "batch norm",
                        t -> Functional.batchNorm(t.get(0), t.get(1), t.get(2), 1e-5),
                        map,
                        Shape.of(32),
                        Shape.of(32)),
                of("what is held between two numbers", t -> t.get(0).clamp(-1, 2), map),
                of("absolute values", t -> t.get(0).abs(), map),
                of("a rectifier", t -> Functional.relu(t.get(0)), map),
                of("a lookup", t -> Functional.embedding(t.get(0), indices(t.get(0))), Shape.of(3, 4)),
                of("rows", t -> t.get(0).indexSelect(0, indices(t.get(0)).reshape(-1)), Shape.of(3, 4, 5)));
    }

    /** With one of libtorch's own products, which do not mind what they are given. */
    static Stream<Arguments> all() {
        return Stream.concat(
                operations(),
                Stream.of(of(
                        "attention",
                        t -> Attention.of(t.get(0), t.get(1), t.get(2), 0.5),
                        Shape.of(4, 6, 8),
                        Shape.of(4, 7, 8),
                        Shape.of(4, 7, 8))));
    }

    private static Arguments of(String name, Function<List<Tensor>, Tensor> operation, Shape... takes) {
        return Arguments.of(Named.of(name, new Operation(operation, List.of(takes))));
    }

    @ParameterizedTest
    @MethodSource("all")
    void shapesAreThoseOfResultsWithNumbers(Operation operation) {
        Tensor outlined = operation.on(Device.META);
        assertThat(outlined.device()).isEqualTo(Device.META);
        assertThat(outlined.shape()).isEqualTo(operation.on(Device.CPU).shape());
    }

    @ParameterizedTest
    @MethodSource("all")
    void everythingThatIsTakenHasAGradient(Operation operation) {
        List<Tensor> taken = operation.takes().stream()
                .map(shape -> ones(shape, Device.META))
                .toList();
        operation.of().apply(taken).mean().backward();
        assertThat(taken).allSatisfy(tensor -> assertThat(tensor.grad()).isNotNull());
    }

    @ParameterizedTest
    @MethodSource("operations")
    void whatIsElsewhereIsNotMixedIn(Operation operation) {
        for (int apart = 1; apart < operation.takes().size(); apart++) {
            int here = apart;
            List<Tensor> mixed = Stream.iterate(0, i -> i < operation.takes().size(), i -> i + 1)
                    .map(i -> ones(operation.takes().get(i), i == here ? Device.CPU : Device.META))
                    .toList();
            assertThatThrownBy(() -> operation.of().apply(mixed)).hasMessageContaining("device");
        }
    }
}

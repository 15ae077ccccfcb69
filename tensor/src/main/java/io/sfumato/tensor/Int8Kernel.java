package io.sfumato.tensor;

import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.bytedeco.pytorch.IValue;
import org.jspecify.annotations.Nullable;

/** What a product of 8-bit integers keeps: numbers of the weights as oneDNN lays them out, scales and zero points, [out] each, and the bias. */
final class Int8Kernel implements AutoCloseable {
    private final NamedOperator product;
    private final IValue[] kept;
    private final IValue[] way;

    /**
     * Takes over weight and bias, which are closed.
     *
     * @param packing lays numbers out for oneDNN
     * @param way how the product goes over features, where there is more than one: kept arguments
     */
    Int8Kernel(
            NamedOperator product, Tensor weight, @Nullable Tensor bias, UnaryOperator<Tensor> packing, IValue... way) {
        this.product = product;
        this.way = way;
        long bytes = weight.bytes();
        try (weight;
                bias;
                Region region = Region.open()) {
            Int8Weights weights = Int8Weights.of(weight);
            Tensor precise =
                    bias == null ? null : bias.detach().to(DType.FLOAT32).copy();
            kept = Stream.of(packing.apply(weights.numbers()), weights.scales(), weights.zeroPoints(), precise)
                    .map(tensor -> Argument.kept(Argument.of(tensor)))
                    .toArray(IValue[]::new);
        }
        ResidentMemory.freed(bytes);
    }

    /** The product of features with these weights. */
    Tensor times(Tensor x) {
        Int8Features features = Int8Features.of(x);
        Stream<IValue> given = Stream.of(
                Argument.of(features.numbers()), new IValue(features.scale()), new IValue(features.zeroPoint()));
        Stream<IValue> result = Stream.of(
                Argument.ONE_POINT, // its scale and zero point: it is not rounded
                Argument.ZERO,
                new IValue((long) x.dtype().scalarType().value),
                Argument.NO_FUNCTION,
                Argument.NO_NUMBERS,
                Argument.NO_NAME);
        return product.call(Stream.of(given, Stream.of(kept), Stream.of(way), result)
                .flatMap(arguments -> arguments)
                .toArray(IValue[]::new));
    }

    @Override
    public void close() {
        Argument.free(kept);
    }
}

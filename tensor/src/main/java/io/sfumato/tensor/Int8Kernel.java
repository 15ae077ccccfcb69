package io.sfumato.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.IValue;
import org.jspecify.annotations.Nullable;

/**
 * What a product of 8-bit integers keeps.
 *
 * @param packed the numbers of the weights, as oneDNN lays them out
 * @param scales float32, [out]
 * @param zeroPoints INT32, [out]: all zero
 * @param bias float32, [out]
 */
record Int8Kernel(
        Tensor packed,
        Tensor scales,
        Tensor zeroPoints,
        @Nullable Tensor bias) implements AutoCloseable {

    /**
     * Takes over weight and bias, which are closed.
     *
     * @param packing lays numbers out for oneDNN
     */
    static Int8Kernel of(Tensor weight, @Nullable Tensor bias, UnaryOperator<Tensor> packing) {
        try (weight;
                bias;
                Region region = Region.open()) {
            Int8Weights weights = Int8Weights.of(weight);
            return new Int8Kernel(
                    packing.apply(weights.numbers()).pin(),
                    weights.scales().pin(),
                    weights.zeroPoints().pin(),
                    bias == null ? null : bias.detach().to(DType.FLOAT32).copy().pin());
        }
    }

    /**
     * Calls an operator of oneDNN's on features and these weights.
     *
     * @param way how it goes over the features, where it has more than one
     */
    Tensor times(Tensor x, String operator, IValue... way) {
        Int8Features features = Int8Features.of(x);
        List<IValue> arguments = new ArrayList<>(List.of(
                NamedOperators.tensor(features.numbers()),
                new IValue(features.scale()),
                new IValue(features.zeroPoint()),
                NamedOperators.tensor(packed),
                NamedOperators.tensor(scales),
                NamedOperators.tensor(zeroPoints),
                NamedOperators.tensor(bias)));
        arguments.addAll(Arrays.asList(way));
        arguments.addAll(List.of(
                new IValue(1.0), // the result's scale and zero point: it is not rounded
                new IValue(0L),
                new IValue((long) x.dtype().scalarType().value),
                new IValue("none"), // and nothing is applied to it
                NamedOperators.noScalars(),
                new IValue("")));
        return NamedOperators.call(operator, arguments.toArray(IValue[]::new));
    }

    @Override
    public void close() {
        packed.close();
        scales.close();
        zeroPoints.close();
        if (bias != null) {
            bias.close();
        }
    }
}

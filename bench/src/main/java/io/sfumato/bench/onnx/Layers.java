package io.sfumato.bench.onnx;

import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Layers with the parameters of a network, by their names below a prefix: the shapes of these say the sizes.
 *
 * @param parameters of the whole network
 * @param prefix of the names of parameters, empty or with a dot at its end
 */
record Layers(Operations on, Map<String, Tensor> parameters, String prefix) {
    private static final int GROUPS = 32;
    private static final double LAYER_NORM_EPSILON = 1e-5;

    static Layers of(Graph graph, Map<String, Tensor> parameters) {
        return new Layers(new Operations(graph), parameters, "");
    }

    /** Those of a part. */
    Layers in(String part) {
        return new Layers(on, parameters, prefix + part + ".");
    }

    /** Whether there is such a layer. */
    boolean has(String layer) {
        return parameters.containsKey(prefix + layer + ".weight");
    }

    private Tensor tensor(String name) {
        return Objects.requireNonNull(parameters.get(prefix + name), prefix + name);
    }

    /** A parameter as it is. */
    Value parameter(String name) {
        return on.graph().weight(prefix + name, tensor(name));
    }

    /** A convolution that keeps the size. */
    Value conv(String name, Value x) {
        return conv(name, x, 1);
    }

    /** With a kernel of one or two dimensions; of odd sides alone, and padded by half of it. */
    Value conv(String name, Value x, long stride) {
        Shape kernel = tensor(name + ".weight").shape(); // [out, in, side, …]
        int dimensions = kernel.rank() - 2;
        long side = kernel.size(2);
        Shape result = x.shape().with(1, kernel.size(0));
        for (int i = 0; i < dimensions; i++) {
            result = result.with(2 + i, (x.size(2 + i) - 1) / stride + 1);
        }
        return on.graph()
                .node(
                        "Conv",
                        result,
                        withBias(name, x, parameter(name + ".weight")),
                        Attributes.of("kernel_shape", repeated(side, dimensions)),
                        Attributes.of("strides", repeated(stride, dimensions)),
                        Attributes.of("pads", repeated(side / 2, 2 * dimensions)));
    }

    private static long[] repeated(long number, int times) {
        long[] all = new long[times];
        Arrays.fill(all, number);
        return all;
    }

    private List<Value> withBias(String name, Value x, Value weight) {
        List<Value> inputs = new ArrayList<>(List.of(x, weight));
        if (parameters.containsKey(prefix + name + ".bias")) {
            inputs.add(parameter(name + ".bias"));
        }
        return inputs;
    }

    /** As exporters write it: an instance norm of groups, then scale and shift of channels. */
    Value groupNorm(String name, Value x, double epsilon) {
        float[] ones = new float[GROUPS];
        Arrays.fill(ones, 1);
        Graph graph = on.graph();
        Value groups = on.reshape(x, x.size(0), GROUPS, x.shape().elements() / x.size(0) / GROUPS);
        Value normal = graph.node(
                "InstanceNormalization",
                groups.shape(),
                List.of(
                        groups,
                        graph.constant(Shape.of(GROUPS), ones),
                        graph.constant(Shape.of(GROUPS), new float[GROUPS])),
                Attributes.of("epsilon", epsilon));
        Value back = on.reshape(normal, x.shape().toArray());
        return on.add(on.mul(back, ofChannels(name + ".weight")), ofChannels(name + ".bias"));
    }

    /** A parameter [C] as [C, 1, 1]. */
    private Value ofChannels(String name) {
        Tensor tensor = tensor(name);
        return on.graph().weight(prefix + name, tensor.reshape(tensor.size(0), 1, 1));
    }

    Value layerNorm(String name, Value x) {
        return on.graph()
                .node(
                        "LayerNormalization",
                        x.shape(),
                        List.of(x, parameter(name + ".weight"), parameter(name + ".bias")),
                        Attributes.of("axis", -1),
                        Attributes.of("epsilon", LAYER_NORM_EPSILON));
    }

    /** Over the last dimension, of rows [N, in] or of tokens [N, T, in]. */
    Value linear(String name, Value x) {
        return x.shape().rank() == 2 ? ofRows(name, x) : ofTokens(name, x);
    }

    private Value ofRows(String name, Value x) {
        Value weight = parameter(name + ".weight"); // [out, in]
        return on.graph()
                .node("Gemm", x.shape().with(1, weight.size(0)), withBias(name, x, weight), Attributes.of("transB", 1));
    }

    private Value ofTokens(String name, Value x) {
        Value product = on.matmul(x, transposed(name + ".weight"));
        return parameters.containsKey(prefix + name + ".bias") ? on.add(product, parameter(name + ".bias")) : product;
    }

    /** A matrix laid out as a product from the right needs it. */
    Value transposed(String name) {
        return on.graph().weight(prefix + name, tensor(name).transpose(0, 1));
    }
}

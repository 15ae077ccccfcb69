package io.sfumato.bench.onnx;

import io.sfumato.tensor.Shape;
import java.util.Collections;
import java.util.List;

/** Functions without parameters, in the operators that exporters write for them. */
record Operations(Graph graph) {

    /** x + y, where y has the shape of x or is spread to it. */
    Value add(Value x, Value y) {
        return graph.node("Add", x.shape(), List.of(x, y));
    }

    Value add(Value x, double number) {
        return add(x, number(number));
    }

    /** x − y, where y has the shape of x or is spread to it. */
    Value sub(Value x, Value y) {
        return graph.node("Sub", x.shape(), List.of(x, y));
    }

    /** x · y, where y has the shape of x or is spread to it. */
    Value mul(Value x, Value y) {
        return graph.node("Mul", x.shape(), List.of(x, y));
    }

    Value mul(Value x, double number) {
        return mul(x, number(number));
    }

    Value div(Value x, double number) {
        return graph.node("Div", x.shape(), List.of(x, number(number)));
    }

    private Value number(double number) {
        return graph.constant(new Shape(List.of()), (float) number);
    }

    /** A function of each number, by the operator's name. */
    Value each(String operator, Value x) {
        return graph.node(operator, x.shape(), List.of(x));
    }

    Value silu(Value x) {
        return mul(x, each("Sigmoid", x));
    }

    /** ½ x (1 + erf(x / √2)). */
    Value gelu(Value x) {
        return mul(mul(x, add(each("Erf", div(x, Math.sqrt(2))), 1)), 0.5);
    }

    Value matmul(Value x, Value y) {
        return graph.node("MatMul", x.shape().with(-1, y.size(-1)), List.of(x, y));
    }

    Value softmax(Value x) {
        return graph.node("Softmax", x.shape(), List.of(x), Attributes.of("axis", -1));
    }

    Value reshape(Value x, long... sizes) {
        return graph.node("Reshape", Shape.of(sizes), List.of(x, graph.constant(sizes)));
    }

    Value transpose(Value x, long... order) {
        long[] sizes = new long[order.length];
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = x.size((int) order[i]);
        }
        return graph.node("Transpose", Shape.of(sizes), List.of(x), Attributes.of("perm", order));
    }

    /** Equal parts along a dimension. */
    List<Value> split(Value x, int parts, int dimension) {
        long size = x.size(dimension) / parts;
        long[] sizes = Collections.nCopies(parts, size).stream()
                .mapToLong(Long::longValue)
                .toArray();
        return graph.node(
                "Split",
                Collections.nCopies(parts, x.shape().with(dimension, size)),
                List.of(x, graph.constant(sizes)),
                Attributes.of("axis", dimension));
    }

    /** Joins along a dimension. */
    Value concat(int dimension, Value x, Value y) {
        return graph.node(
                "Concat",
                x.shape().with(dimension, x.size(dimension) + y.size(dimension)),
                List.of(x, y),
                Attributes.of("axis", dimension));
    }

    /** Rows of a table, [K, C], by their numbers, [N]: [N, C]. */
    Value rows(Value table, Value numbers) {
        return graph.node(
                "Gather", table.shape().with(0, numbers.size(0)), List.of(table, numbers), Attributes.of("axis", 0));
    }

    /** The number of the smallest in each row of [N, K]: [N]. */
    Value argMin(Value x) {
        return graph.node(
                "ArgMin", Shape.of(x.size(0)), List.of(x), Attributes.of("axis", 1), Attributes.of("keepdims", 0));
    }

    /** The sums of the squares of rows of [N, C]: [N, 1]. */
    Value squares(Value x) {
        return graph.node("ReduceSumSquare", x.shape().with(1, 1), List.of(x), Attributes.of("axes", new long[] {1}));
    }

    /** The mean of four pixels each. */
    Value halved(Value x) {
        return graph.node(
                "AveragePool",
                x.shape().with(2, x.size(2) / 2).with(3, x.size(3) / 2),
                List.of(x),
                Attributes.of("kernel_shape", 2, 2),
                Attributes.of("strides", 2, 2));
    }

    /** Twice the sides, by repeating pixels. */
    Value doubled(Value x) {
        return nearest(x, 2 * x.size(2), 2 * x.size(3));
    }

    /** Other sides; each pixel is the one at or before its place. */
    Value nearest(Value x, long height, long width) {
        return graph.node(
                "Resize",
                x.shape().with(2, height).with(3, width),
                List.of(x, Value.ABSENT, Value.ABSENT, graph.constant(x.size(0), x.size(1), height, width)),
                Attributes.of("mode", "nearest"),
                Attributes.of("coordinate_transformation_mode", "asymmetric"),
                Attributes.of("nearest_mode", "floor"));
    }

    /** Channels become squares of pixels: [N, C·side², H, W] to [N, C, H·side, W·side], as PyTorch orders them. */
    Value pixelShuffle(Value x, long side) {
        return graph.node(
                "DepthToSpace",
                Shape.of(x.size(0), x.size(1) / (side * side), x.size(2) * side, x.size(3) * side),
                List.of(x),
                Attributes.of("blocksize", side),
                Attributes.of("mode", "CRD"));
    }

    /**
     * softmax(q · k / √d) · v, with the scale where it costs least.
     *
     * @param q […, T, d]
     * @param k […, d, S]
     * @param v […, S, d]
     * @return […, T, d]
     */
    Value attention(Value q, Value k, Value v) {
        Value scaled = mul(q, 1 / Math.sqrt((double) q.size(-1)));
        return matmul(softmax(matmul(scaled, k)), v);
    }
}

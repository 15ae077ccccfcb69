package io.sfumato.bench.onnx;

import io.sfumato.condition.Condition;
import io.sfumato.tensor.Grad;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;
import io.sfumato.unet.UNet;
import io.sfumato.unet.UNetSpec;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

/** A {@link UNet} as a graph. */
public final class UNetGraph {
    private static final String X = "x";
    private static final String TIMESTEPS = "timesteps";
    private static final String CONTEXT = "context";
    private static final String VECTOR = "vector";
    private static final String LABELS = "labels";
    private static final String CONCAT = "concat";

    private final UNetSpec spec;
    private final UNetBlocks blocks;
    private final Operations on;
    private final Deque<Value> remembered = new ArrayDeque<>();

    private UNetGraph(UNetSpec spec, UNetBlocks blocks) {
        this.spec = spec;
        this.blocks = blocks;
        on = blocks.on();
    }

    /**
     * What the network hears, by the names of the graph's inputs.
     *
     * @param x [N, C, H, W]
     * @param timesteps [N]
     */
    public static Map<String, Tensor> inputs(Tensor x, Tensor timesteps, Condition condition) {
        Map<String, Tensor> inputs = new LinkedHashMap<>(Map.of(X, x, TIMESTEPS, timesteps));
        condition.context().ifPresent(tokens -> inputs.put(CONTEXT, tokens));
        condition.vector().ifPresent(vector -> inputs.put(VECTOR, vector));
        condition.labels().ifPresent(labels -> inputs.put(LABELS, labels));
        condition.concat().ifPresent(channels -> inputs.put(CONCAT, channels));
        return inputs;
    }

    /**
     * The graph for inputs of these shapes, with one output [N, C', H, W].
     *
     * @param examples see {@link #inputs}
     */
    public static Graph of(UNet unet, Map<String, Tensor> examples) {
        return Grad.off(() -> {
            Graph graph = new Graph();
            Map<String, Value> inputs = new LinkedHashMap<>();
            examples.forEach((name, example) -> inputs.put(name, graph.input(name, example)));
            Layers layers = Layers.of(graph, unet.parameters());
            Value embedding = embedding(unet.spec(), layers, inputs);
            UNetBlocks blocks = new UNetBlocks(unet.spec(), layers, embedding, inputs.get(CONTEXT));
            return graph.output(new UNetGraph(unet.spec(), blocks).features(inputs));
        });
    }

    /** Of the noise level, and of what is said of the whole picture, [N, 4·width]. */
    private static Value embedding(UNetSpec spec, Layers layers, Map<String, Value> inputs) {
        Operations on = layers.on();
        Value angles = angles(on, inputs.get(TIMESTEPS), spec.width() / 2);
        Value sinusoids = on.concat(1, on.each("Cos", angles), on.each("Sin", angles));
        Value level = perceptron(layers.in("time_embed"), sinusoids);
        if (inputs.containsKey(VECTOR)) {
            return on.add(level, perceptron(layers.in("label_emb.0"), inputs.get(VECTOR)));
        }
        return inputs.containsKey(LABELS)
                ? on.add(level, on.rows(layers.parameter("label_emb.weight"), inputs.get(LABELS)))
                : level;
    }

    /** Of each timestep with each frequency, [N, half]. */
    private static Value angles(Operations on, Value timesteps, int half) {
        float[] frequencies = new float[half];
        for (int i = 0; i < half; i++) {
            frequencies[i] = (float) Math.exp(-Math.log(10_000) * i / half);
        }
        Value column = on.reshape(timesteps, timesteps.size(0), 1);
        return on.matmul(column, on.graph().constant(Shape.of(1, half), frequencies));
    }

    private static Value perceptron(Layers layers, Value x) {
        return layers.linear("2", layers.on().silu(layers.linear("0", x)));
    }

    private Value features(Map<String, Value> inputs) {
        Value x = inputs.get(X);
        Value seen = inputs.containsKey(CONCAT) ? on.concat(1, x, inputs.get(CONCAT)) : x;
        Value h = blocks.middle(down(seen));
        return blocks.end(up(h));
    }

    private Value remember(Value h) {
        remembered.push(h);
        return h;
    }

    private Value down(Value x) {
        int number = 0;
        Value h = remember(blocks.layers().conv("input_blocks." + number++ + ".0", x));
        for (int level = 0; level < spec.multipliers().size(); level++) {
            for (int block = 0; block < spec.residualBlocks(); block++) {
                h = remember(blocks.level(blocks.layers().in("input_blocks." + number++), level, h));
            }
            if (level + 1 < spec.multipliers().size()) {
                h = remember(blocks.halving(blocks.layers().in("input_blocks." + number++), h));
            }
        }
        return h;
    }

    private Value up(Value x) {
        int number = 0;
        Value h = x;
        for (int level = spec.multipliers().size() - 1; level >= 0; level--) {
            for (int block = 0; block <= spec.residualBlocks(); block++) {
                Layers stage = blocks.layers().in("output_blocks." + number++);
                h = blocks.level(stage, level, on.concat(1, h, remembered.pop()));
                if (level > 0 && block == spec.residualBlocks()) {
                    int place = blocks.attends(level) ? 2 : 1;
                    h = blocks.doubling(stage.in(String.valueOf(place)), h, remembered.element());
                }
            }
        }
        return h;
    }
}

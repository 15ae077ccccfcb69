package io.sfumato.bench.onnx;

import io.sfumato.firststage.Autoencoder;
import io.sfumato.firststage.AutoencoderSpec;
import io.sfumato.firststage.LatentScaling;
import io.sfumato.firststage.VqAutoencoder;
import io.sfumato.tensor.Grad;
import io.sfumato.tensor.Tensor;
import java.util.List;
import java.util.Map;

/** The way from latents to pixels as a graph. */
public final class DecoderGraph {
    private static final String LATENTS = "latents";
    private static final double EPSILON = 1e-6;

    private final AutoencoderSpec spec;
    private final Layers layers;
    private final Operations on;

    private DecoderGraph(AutoencoderSpec spec, Layers layers) {
        this.spec = spec;
        this.layers = layers.in("decoder");
        on = layers.on();
    }

    /** What it hears: {@code latents} [N, C, h, w], by the name of the graph's input. */
    public static Map<String, Tensor> inputs(Tensor latents) {
        return Map.of(LATENTS, latents);
    }

    /**
     * The graph for latents of this shape, with one output [N, 3, H, W].
     *
     * @param examples see {@link #inputs}
     */
    public static Graph of(Autoencoder autoencoder, LatentScaling scaling, Map<String, Tensor> examples) {
        AutoencoderSpec spec = autoencoder.spec();
        if (spec.attention() == AutoencoderSpec.Attention.LINEAR) {
            throw new IllegalArgumentException("no graph is known for a decoder with linear attention");
        }
        return Grad.off(() -> {
            Graph graph = new Graph();
            Layers layers = Layers.of(graph, autoencoder.parameters());
            Value latents = graph.input(LATENTS, examples.get(LATENTS));
            Value raw = layers.on().add(layers.on().div(latents, scaling.scale()), scaling.shift());
            Value code = autoencoder instanceof VqAutoencoder ? nearest(layers.in("quantize"), raw) : raw;
            return graph.output(new DecoderGraph(spec, layers).pixels(layers.conv("post_quant_conv", code)));
        });
    }

    /** The nearest codes of a set, argmin |z − e|² with the square expanded. */
    private static Value nearest(Layers in, Value z) {
        Operations on = in.on();
        Value rows = on.reshape(on.transpose(z, 0, 2, 3, 1), z.size(0) * z.size(2) * z.size(3), z.size(1));
        Value codes = in.parameter("embedding.weight"); // [K, C]
        Value lengths = on.reshape(on.squares(codes), 1, codes.size(0));
        Value products = on.matmul(rows, on.transpose(codes, 1, 0)); // [N·h·w, K]
        Value squares = on.graph().node("Add", products.shape(), List.of(on.squares(rows), lengths));
        Value distances = on.sub(squares, on.mul(products, 2));
        Value chosen = on.rows(codes, on.argMin(distances));
        return on.transpose(on.reshape(chosen, z.size(0), z.size(2), z.size(3), z.size(1)), 0, 3, 1, 2);
    }

    private Value pixels(Value z) {
        Value h = residual(layers.in("mid.block_1"), layers.conv("conv_in", z));
        h = residual(layers.in("mid.block_2"), attended("mid.attn_1", h));
        for (int level = spec.multipliers().size() - 1; level >= 0; level--) {
            h = level(layers.in("up." + level), h);
        }
        h = layers.conv("conv_out", on.silu(layers.groupNorm("norm_out", h, EPSILON)));
        return spec.patch() == 1 ? h : on.pixelShuffle(h, spec.patch());
    }

    private Value level(Layers in, Value x) {
        Value h = x;
        for (int block = 0; block <= spec.residualBlocks(); block++) {
            h = attended(in, "attn." + block, residual(in.in("block." + block), h));
        }
        return in.has("upsample.conv") ? in.conv("upsample.conv", on.doubled(h)) : h;
    }

    private Value residual(Layers in, Value x) {
        Value h = in.conv("conv1", on.silu(in.groupNorm("norm1", x, EPSILON)));
        h = in.conv("conv2", on.silu(in.groupNorm("norm2", h, EPSILON)));
        return on.add(in.has("nin_shortcut") ? in.conv("nin_shortcut", x) : x, h);
    }

    private Value attended(String name, Value x) {
        return attended(layers, name, x);
    }

    /** Every position attends to every other, where there is such a layer. */
    private Value attended(Layers parent, String name, Value x) {
        Layers in = parent.in(name);
        if (!in.has("norm")) {
            return x;
        }
        Value normal = in.groupNorm("norm", x, EPSILON);
        Value q = on.transpose(flat(in.conv("q", normal)), 0, 2, 1); // [N, HW, C]
        Value k = flat(in.conv("k", normal)); // [N, C, HW]
        Value v = on.transpose(flat(in.conv("v", normal)), 0, 2, 1); // [N, HW, C]
        Value attended = on.transpose(on.attention(q, k, v), 0, 2, 1); // [N, C, HW]
        return on.add(x, in.conv("proj_out", on.reshape(attended, x.shape().toArray())));
    }

    private Value flat(Value map) {
        return on.reshape(map, map.size(0), map.size(1), map.size(2) * map.size(3));
    }
}

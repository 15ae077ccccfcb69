package io.sfumato.bench.onnx;

import io.sfumato.unet.UNetSpec;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a U-Net.
 *
 * @param embedding of the noise level, [N, 4·width]
 * @param context tokens of the condition, [N, S, D], where there are any
 */
record UNetBlocks(
        UNetSpec spec,
        Layers layers,
        Value embedding,
        @Nullable Value context) {
    private static final double EPSILON = 1e-5;
    private static final double TRANSFORMER_EPSILON = 1e-6;

    Operations on() {
        return layers.on();
    }

    boolean attends(int level) {
        return spec.attentionFactors().contains(1 << level);
    }

    /** A residual block, and attention where the level has it. */
    Value level(Layers stage, int level, Value x) {
        Value h = residual(stage.in("0"), x, same -> same);
        return attends(level) ? attention(stage.in("1"), h) : h;
    }

    Value middle(Value x) {
        Layers middle = layers.in("middle_block");
        Value h = attention(middle.in("1"), residual(middle.in("0"), x, same -> same));
        return residual(middle.in("2"), h, same -> same);
    }

    Value end(Value x) {
        return layers.conv("out.2", on().silu(layers.groupNorm("out.0", x, EPSILON)));
    }

    Value halving(Layers stage, Value x) {
        return switch (spec.resampling()) {
            case CONVOLUTION -> stage.conv("0.op", x, 2);
            case RESIDUAL -> residual(stage.in("0"), x, on()::halved);
            case PLAIN -> on().halved(x);
        };
    }

    /** @param next what the way up meets next, whose sides the result has */
    Value doubling(Layers in, Value x, Value next) {
        return switch (spec.resampling()) {
            case CONVOLUTION -> in.conv("conv", on().nearest(x, next.size(2), next.size(3)));
            case RESIDUAL -> residual(in, x, on()::doubled);
            case PLAIN -> on().doubled(x);
        };
    }

    private Value residual(Layers in, Value x, UnaryOperator<Value> resample) {
        Value activated = on().silu(in.groupNorm("in_layers.0", x, EPSILON));
        Value h = in.conv("in_layers.2", resample.apply(activated));
        Value heard = in.linear("emb_layers.1", on().silu(embedding)); // [N, C] or [N, 2C]
        Value spread = on().reshape(heard, heard.size(0), heard.size(1), 1, 1);
        h = in.conv("out_layers.3", on().silu(modulated(in, h, spread)));
        Value kept = resample.apply(x);
        return on().add(in.has("skip_connection") ? in.conv("skip_connection", kept) : kept, h);
    }

    private Value modulated(Layers in, Value h, Value heard) {
        if (spec.modulation() == UNetSpec.Modulation.SHIFT) {
            return in.groupNorm("out_layers.0", on().add(h, heard), EPSILON);
        }
        List<Value> parts = on().split(heard, 2, 1);
        Value normal = in.groupNorm("out_layers.0", h, EPSILON);
        return on().add(on().mul(normal, on().add(parts.get(0), 1)), parts.get(1));
    }

    private Value attention(Layers in, Value x) {
        int heads = spec.attention().heads().of((int) x.size(1));
        return spec.attention() instanceof UNetSpec.CrossAttention cross
                ? transformers(in, x, cross.depth(), heads)
                : selfAttention(in, x, heads);
    }

    /** With the reference's order of channels: per head q, k, v. */
    private Value selfAttention(Layers in, Value x, int heads) {
        long n = x.size(0);
        long tokens = x.size(2) * x.size(3);
        long width = x.size(1) / heads;
        Value flat = on().reshape(in.groupNorm("norm", x, EPSILON), n, x.size(1), tokens); // [N, C, HW]
        Value qkv = on().reshape(in.conv("qkv", flat), n * heads, 3 * width, tokens);
        List<Value> parts = on().split(qkv, 3, 1); // [N·heads, d, HW] each
        Value attended = on().attention(
                        on().transpose(parts.get(0), 0, 2, 1), parts.get(1), on().transpose(parts.get(2), 0, 2, 1));
        Value joined = on().reshape(on().transpose(attended, 0, 2, 1), n, x.size(1), tokens); // [N, C, HW]
        return on().add(x, on().reshape(in.conv("proj_out", joined), x.shape().toArray()));
    }

    private Value transformers(Layers in, Value x, int depth, int heads) {
        Value map = in.conv("proj_in", in.groupNorm("norm", x, TRANSFORMER_EPSILON));
        Value flat = on().reshape(map, map.size(0), map.size(1), map.size(2) * map.size(3)); // [N, width, HW]
        Value tokens = on().transpose(flat, 0, 2, 1); // [N, HW, width]
        for (int i = 0; i < depth; i++) {
            tokens = transformer(in.in("transformer_blocks." + i), tokens, heads);
        }
        Value back = on().reshape(on().transpose(tokens, 0, 2, 1), map.shape().toArray()); // [N, width, H, W]
        return on().add(x, in.conv("proj_out", back));
    }

    private Value transformer(Layers in, Value tokens, int heads) {
        Value own = in.layerNorm("norm1", tokens);
        Value x = on().add(tokens, crossAttention(in.in("attn1"), own, own, heads));
        Value asking = in.layerNorm("norm2", x);
        x = on().add(x, crossAttention(in.in("attn2"), asking, context == null ? asking : context, heads));
        List<Value> halves = on().split(in.linear("ff.net.0.proj", in.layerNorm("norm3", x)), 2, 2);
        Value gated = on().mul(halves.get(0), on().gelu(halves.get(1)));
        return on().add(x, in.linear("ff.net.2", gated));
    }

    private Value crossAttention(Layers in, Value asking, Value heard, int heads) {
        Value q = on().transpose(split(in.linear("to_q", asking), heads), 0, 2, 1, 3); // [N, heads, T, d]
        Value k = on().transpose(split(in.linear("to_k", heard), heads), 0, 2, 3, 1); // [N, heads, d, S]
        Value v = on().transpose(split(in.linear("to_v", heard), heads), 0, 2, 1, 3); // [N, heads, S, d]
        Value attended = on().transpose(on().attention(q, k, v), 0, 2, 1, 3); // [N, T, heads, d]
        return in.linear("to_out.0", on().reshape(attended, asking.size(0), asking.size(1), q.size(1) * q.size(3)));
    }

    /** [N, T, heads·d] to [N, T, heads, d]. */
    private Value split(Value tokens, int heads) {
        return on().reshape(tokens, tokens.size(0), tokens.size(1), heads, tokens.size(2) / heads);
    }
}

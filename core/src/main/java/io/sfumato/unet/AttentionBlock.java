package io.sfumato.unet;

import io.sfumato.nn.GroupNorm;
import io.sfumato.nn.Init;
import io.sfumato.nn.Module;
import io.sfumato.tensor.Functional;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;
import java.util.List;

/** Positions attend to each other (Ho et al. 2020), with the reference's order of channels: per head q, k, v. */
final class AttentionBlock extends Module implements Block {
    private final GroupNorm norm;
    private final Pointwise1d qkv;
    private final Pointwise1d projection;
    private final int heads;

    AttentionBlock(int channels, int heads, Init init) {
        this.heads = heads;
        norm = child("norm", new GroupNorm(channels, ResidualBlock.EPSILON, init));
        qkv = child(
                "qkv",
                new Pointwise1d(
                        init.uniform(Shape.of(3L * channels, channels, 1), channels),
                        init.uniform(Shape.of(3L * channels), channels)));
        projection = child(
                "proj_out",
                new Pointwise1d(
                        init.constant(Shape.of(channels, channels, 1), 0), init.constant(Shape.of(channels), 0)));
    }

    @Override
    public Tensor forward(Tensor x, Hints hints) {
        long n = x.size(0);
        long channels = x.size(1);
        long tokens = x.size(2) * x.size(3);
        long width = channels / heads;
        Tensor flat = norm.forward(x).reshape(n, channels, tokens); // [N, C, HW]
        List<Tensor> parts = qkv.forward(flat)
                .reshape(n * heads, 3 * width, tokens) // [N·heads, 3d, HW]
                .transpose(1, 2) // [N·heads, HW, 3d]
                .chunk(3, 2);
        double scale = 1 / Math.sqrt((double) width);
        Tensor attended = Functional.attention(parts.get(0), parts.get(1), parts.get(2), scale); // [N·heads, HW, d]
        Tensor joined = attended.transpose(1, 2).reshape(n, channels, tokens); // [N, C, HW]
        return x.add(projection.forward(joined).reshape(n, channels, x.size(2), x.size(3)));
    }

    /** A 1 × 1 convolution over [N, C, T]; the weight keeps the kernel's dimension, [out, in, 1]. */
    private static final class Pointwise1d extends Module {
        private final Tensor weight;
        private final Tensor bias;

        Pointwise1d(Tensor weight, Tensor bias) {
            this.weight = parameter("weight", weight);
            this.bias = parameter("bias", bias);
        }

        Tensor forward(Tensor x) {
            Tensor kernel = weight.to(x.dtype()).unsqueeze(3); // [out, in, 1, 1]
            Tensor y = Functional.conv2d(x.unsqueeze(3), kernel, bias.to(x.dtype()), 1, 0); // [N, out, T, 1]
            return y.reshape(x.size(0), weight.size(0), x.size(2)); // [N, out, T]
        }
    }
}

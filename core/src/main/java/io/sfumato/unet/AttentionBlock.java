package io.sfumato.unet;

import io.sfumato.nn.Fixable;
import io.sfumato.nn.GroupNorm;
import io.sfumato.nn.Init;
import io.sfumato.nn.Module;
import io.sfumato.tensor.Attention;
import io.sfumato.tensor.Features;
import io.sfumato.tensor.FixedProduct;
import io.sfumato.tensor.Functional;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.WeightLayout;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
        Tensor attended = Attention.of(parts.get(0), parts.get(1), parts.get(2), scale); // [N·heads, HW, d]
        Tensor joined = attended.transpose(1, 2).reshape(n, channels, tokens); // [N, C, HW]
        return x.add(projection.forward(joined).reshape(n, channels, x.size(2), x.size(3)));
    }

    /** A 1 × 1 convolution over [N, C, T]; the weight keeps the kernel's dimension, [out, in, 1]. */
    private static final class Pointwise1d extends Module implements Fixable {
        private final Tensor weight;
        private final Tensor bias;
        private @Nullable FixedProduct fixed;

        Pointwise1d(Tensor weight, Tensor bias) {
            this.weight = parameter("weight", weight);
            this.bias = parameter("bias", bias);
        }

        Tensor forward(Tensor x) {
            Tensor column = x.unsqueeze(3); // [N, in, T, 1]
            Tensor y = fixed == null ? product(column) : fixed.of(column); // [N, out, T, 1]
            return y.reshape(x.size(0), y.size(1), x.size(2)); // [N, out, T]
        }

        private Tensor product(Tensor column) {
            return Functional.conv2d(column, kernel().to(column.dtype()), bias.to(column.dtype()), 1, 0);
        }

        /** [out, in, 1, 1] */
        private Tensor kernel() {
            return weight.unsqueeze(3);
        }

        @Override
        public void fix(WeightLayout layout, Features features) {
            if (layout.suits(weight.shape(), features.dtype())) {
                fixed = layout.convolution(kernel().pin(), bias, 1, 0, features);
                leave("weight", "bias");
                weight.close(); // the kernel is another tensor of the same numbers
            }
        }

        @Override
        public void close() {
            super.close();
            if (fixed != null) {
                fixed.close();
            }
        }
    }
}

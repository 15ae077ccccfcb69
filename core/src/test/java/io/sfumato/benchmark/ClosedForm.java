package io.sfumato.benchmark;

import io.sfumato.condition.text.TextTransformerSpec;
import io.sfumato.unet.UNetSpec;
import java.util.ArrayDeque;
import java.util.Deque;

/** Floating-point operations of forward passes, counted from shapes: two for each multiply-add, norms left out. */
final class ClosedForm {
    private static final int TEXT_INNER = 8 * 64;

    private ClosedForm() {}

    /** One picture through a U-Net with spatial transformers; {@code side} of the latents, tokens of the context. */
    static double operations(UNetSpec spec, int side, int contextTokens) {
        return new Walk(spec, (UNetSpec.CrossAttention) spec.attention(), contextTokens).run(side);
    }

    /** One text of {@code tokens} tokens through a text transformer. */
    static double operations(TextTransformerSpec spec, int tokens) {
        double projections = 2.0 * 4 * spec.width() * TEXT_INNER * tokens;
        double attention = 2.0 * 2 * tokens * tokens * TEXT_INNER;
        double feedForward = 2.0 * 2 * 4 * spec.width() * spec.width() * tokens;
        return spec.layers() * (projections + attention + feedForward);
    }

    private static double conv(int in, int out, int kernel, int side) {
        return 2.0 * kernel * kernel * in * out * side * side;
    }

    private static double residual(int in, int out, int side) {
        return conv(in, out, 3, side) + conv(out, out, 3, side) + (in == out ? 0 : conv(in, out, 1, side));
    }

    private record Walk(UNetSpec spec, UNetSpec.CrossAttention attention, int contextTokens) {
        double run(int side) {
            Deque<Integer> widths = new ArrayDeque<>();
            int width = spec.width();
            widths.push(width);
            double sum = conv(spec.inChannels(), width, 3, side) + conv(width, spec.outChannels(), 3, side);
            int last = spec.multipliers().size() - 1;
            for (int level = 0; level <= last; level++) {
                int out = spec.width() * spec.multipliers().get(level);
                int here = side >> level;
                for (int block = 0; block < spec.residualBlocks(); block++) {
                    sum += residual(width, out, here) + transformer(level, out, here);
                    width = out;
                    widths.push(width);
                }
                if (level < last) {
                    sum += conv(width, width, 3, here / 2);
                    widths.push(width);
                }
            }
            return sum + middle(width, side >> last) + up(width, widths, side);
        }

        private double middle(int width, int side) {
            return 2 * residual(width, width, side) + transformer(width, side);
        }

        private double up(int widthBelow, Deque<Integer> widths, int side) {
            double sum = 0;
            int width = widthBelow;
            for (int level = spec.multipliers().size() - 1; level >= 0; level--) {
                int out = spec.width() * spec.multipliers().get(level);
                int here = side >> level;
                for (int block = 0; block <= spec.residualBlocks(); block++) {
                    sum += residual(width + widths.pop(), out, here) + transformer(level, out, here);
                    width = out;
                }
                sum += level > 0 ? conv(width, width, 3, 2 * here) : 0;
            }
            return sum;
        }

        private double transformer(int level, int width, int side) {
            return spec.attentionFactors().contains(1 << level) ? transformer(width, side) : 0;
        }

        private double transformer(int width, int side) {
            double tokens = (double) side * side;
            double squares = 2.0 * width * width * tokens;
            double self = 4 * squares + 4 * tokens * tokens * width;
            double cross = 2 * squares
                    + 2.0 * 2 * attention.contextWidth() * width * contextTokens
                    + 4 * tokens * contextTokens * width;
            double feedForward = 12 * squares;
            return 2 * squares + attention.depth() * (self + cross + feedForward);
        }
    }
}

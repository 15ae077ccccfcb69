package io.sfumato.tensor;

import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.global.torch;

/** Where the pixels of a resized image come from: the modes of PyTorch's {@code interpolate}, corners not aligned. */
public enum Interpolation {
    /** The pixel that lies at or before the corner. */
    NEAREST,
    /** Linear between the centres of the nearest two in each direction. */
    BILINEAR,
    /** Keys 1981 over the nearest four in each direction, with a = −0.75. */
    BICUBIC,
    /** The mean of all pixels that a new one covers, even in part. */
    AREA;

    /** Height and width times {@code factor}, rounded down; [N, C, H, W]. Nothing is smoothed before it shrinks. */
    public Tensor rescale(Tensor x, double factor) {
        long height = scaled(x.size(2), factor);
        long width = scaled(x.size(3), factor);
        if (height == 0 || width == 0) {
            throw new IllegalArgumentException(
                    "image is " + x.shape() + ", which " + factor + " times as large has no pixel");
        }
        long[] sides = {height, width};
        return Tensor.wrap(
                switch (this) {
                    case NEAREST -> torch.upsample_nearest2d(x.handle(), sides, exactly(factor), exactly(factor));
                    case BILINEAR ->
                        torch.upsample_bilinear2d(x.handle(), sides, false, exactly(factor), exactly(factor));
                    case BICUBIC ->
                        torch.upsample_bicubic2d(x.handle(), sides, false, exactly(factor), exactly(factor));
                    case AREA -> torch.adaptive_avg_pool2d(x.handle(), sides);
                });
    }

    private static long scaled(long side, double factor) {
        return (long) Math.floor(side * factor);
    }

    /** The factor itself, not the ratio of the sides, which are rounded. */
    private static DoubleOptional exactly(double factor) {
        return new DoubleOptional(factor);
    }
}

package io.sfumato.perceptual;

import io.sfumato.nn.Conv2d;

/** One layer of a recogniser. Those with parameters have the number that they have in torchvision's {@code features}. */
sealed interface Step {

    /** A convolution and a rectifier. */
    record Convolve(int index, int in, int out, Conv2d.Kernel kernel) implements Step {}

    /** The largest of each square of pixels; squares that the edge cuts are left out. */
    record Pool(int side, int stride) implements Step {}

    /** The largest of each square of pixels, cut ones too. */
    record PoolToTheEdge(int side, int stride) implements Step {}

    /** Few channels made by 1 × 1, from which 1 × 1 and 3 × 3 each make {@code expanded} (Iandola et al. 2016, sec. 3.2). */
    record Fire(int index, int in, int squeezed, int expanded) implements Step {}
}

package io.sfumato.adversarial;

import io.sfumato.nn.BatchNorm;
import io.sfumato.nn.Chain;
import io.sfumato.nn.Conv2d;
import io.sfumato.nn.Init;
import io.sfumato.nn.Layer;
import io.sfumato.nn.Module;
import io.sfumato.tensor.Functional;
import io.sfumato.tensor.Tensor;

/**
 * Judges overlapping patches of a picture: PatchGAN (Isola et al. 2017, sec. 3.2.2). Pictures [N, 3, H, W] in, one number for
 * each patch out, [N, 1, h, w]: high where the patch looks real. A patch is 70 pixels wide with three layers.
 */
public final class PatchDiscriminator extends Module implements Layer {
    private static final int WIDTH = 64;
    private static final int WIDEST = 8;
    private static final double SLOPE = 0.2;

    /** Of the first kernels, around 0, and of the first scales of norms, around 1: Radford et al. 2016, sec. 3. */
    private static final double DEVIATION = 0.02;

    private static final Conv2d.Kernel HALVING = new Conv2d.Kernel(4, 2, 1);
    private static final Conv2d.Kernel STAYING = new Conv2d.Kernel(4, 1, 1);

    private final Chain main;

    /**
     * @param channels of pictures
     * @param layers convolutions that halve the side, 1 or more
     */
    public PatchDiscriminator(int channels, int layers, Init init) {
        Init kernels = new Init.NormalKernels(init, DEVIATION);
        main = child("main", new Chain());
        main.then("0", Conv2d.of(channels, WIDTH, HALVING, kernels)).then(PatchDiscriminator::activate);
        int index = 2;
        for (int layer = 1; layer <= layers; layer++) {
            Conv2d.Kernel kernel = layer < layers ? HALVING : STAYING;
            main.then(String.valueOf(index), Conv2d.withoutBias(width(layer - 1), width(layer), kernel, kernels))
                    .then(String.valueOf(index + 1), new BatchNorm(width(layer), DEVIATION, init))
                    .then(PatchDiscriminator::activate);
            index += 3;
        }
        main.then(String.valueOf(index), Conv2d.of(width(layers), 1, STAYING, kernels));
    }

    private static int width(int layer) {
        return WIDTH * Math.min(1 << layer, WIDEST);
    }

    private static Tensor activate(Tensor x) {
        return Functional.leakyRelu(x, SLOPE);
    }

    @Override
    public Tensor forward(Tensor pictures) {
        return main.forward(pictures);
    }
}

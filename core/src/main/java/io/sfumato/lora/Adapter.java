package io.sfumato.lora;

import io.sfumato.nn.Conv2d;
import io.sfumato.nn.Init;
import io.sfumato.nn.Layer;
import io.sfumato.nn.Linear;
import io.sfumato.nn.Module;
import io.sfumato.nn.WeightedLayer;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;

/**
 * What learns beside one layer: x · downᵀ · upᵀ · α / rank. Down begins as a layer of PyTorch does (uniform, Kaiming), up as zero,
 * so that nothing changes at first (Hu et al. 2021, sec. 4.1). A convolution's down sees what the convolution sees, its up one pixel.
 */
final class Adapter extends Module implements Layer {
    private final Layer down;
    private final Layer up;
    private final double scale;

    private <M extends Module & Layer> Adapter(M down, M up, double scale) {
        this.down = child("lora_down", down);
        this.up = child("lora_up", up);
        this.scale = scale;
    }

    /** @param alpha of the update's alpha / rank */
    static Adapter of(WeightedLayer layer, int rank, double alpha, Init init) {
        Shape weight = layer.weight().shape();
        double scale = alpha / rank;
        if (layer instanceof Conv2d convolution) {
            return new Adapter(
                    Conv2d.withoutBias(weight.size(1), rank, convolution.kernel(), init),
                    Conv2d.zeroPointwiseWithoutBias(rank, weight.size(0), init),
                    scale);
        }
        return new Adapter(
                Linear.withoutBias(weight.size(1), rank, init),
                Linear.zeroWithoutBias(rank, weight.size(0), init),
                scale);
    }

    @Override
    public Tensor forward(Tensor x) {
        return up.forward(down.forward(x)).mul(scale);
    }
}

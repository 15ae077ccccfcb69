package io.sfumato.perceptual;

import io.sfumato.nn.Conv2d;
import io.sfumato.nn.Init;
import io.sfumato.nn.Module;
import io.sfumato.tensor.Placement;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.Tensors;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Learned perceptual image patch similarity, LPIPS (Zhang et al. 2018, eq. 1): pictures pass through a recogniser, each
 * feature vector is scaled to length 1, squared differences are weighed by channel, averaged over pixels, and summed over maps.
 * 0 where pictures are equal; people notice about 0.1. The recogniser may compute in bfloat16: features are compared in float32.
 */
public final class PerceptualDistance extends Module {
    private static final double EPSILON = 1e-10;

    /** Mean and deviation of ImageNet's pictures in −1 to 1, by colour. */
    private static final double[] SHIFT = {-0.030, -0.088, -0.188};

    private static final double[] SCALE = {0.458, 0.448, 0.450};

    private final Recogniser recogniser;
    private final List<Conv2d> weights = new ArrayList<>();
    private final Placement compute;

    /** @param compute where the recogniser is, and the precision that it computes in */
    public PerceptualDistance(Backbone backbone, Init init, Placement compute) {
        this.compute = compute;
        recogniser = child("net", new Recogniser(backbone, init));
        for (int width : backbone.widths()) {
            weights.add(child("lin" + weights.size() + ".model.1", Conv2d.pointwiseWithoutBias(width, 1, init)));
        }
        freeze();
    }

    /** The recogniser's parameters by the number of their layer, as in {@code 0.weight}: a map of the caller's own. */
    Map<String, Tensor> recogniserParameters() {
        Map<String, Tensor> named = new LinkedHashMap<>();
        recogniser
                .parameters()
                .forEach((name, tensor) -> named.put(name.substring(Recogniser.PREFIX.length()), tensor));
        return named;
    }

    /** The weights of channels by their map, as in {@code lin0}: a map of the caller's own. */
    Map<String, Tensor> weightParameters() {
        Map<String, Tensor> named = new LinkedHashMap<>();
        for (int i = 0; i < weights.size(); i++) {
            named.put("lin" + i, weights.get(i).parameters().get("weight"));
        }
        return named;
    }

    /** Distances of pictures in −1 to 1, [N, 3, H, W] each; the result is [N, 1, 1, 1]. */
    public Tensor between(Tensor a, Tensor b) {
        List<Tensor> ofA = recogniser.features(normalised(a).to(compute));
        List<Tensor> ofB = recogniser.features(normalised(b).to(compute));
        Tensor sum = Tensors.zeros(Shape.of(a.size(0), 1, 1, 1), compute.with(a.dtype()));
        for (int i = 0; i < weights.size(); i++) {
            Tensor difference = direction(ofA.get(i).to(a.dtype()))
                    .sub(direction(ofB.get(i).to(a.dtype())))
                    .square(); // [N, C, h, w]
            Tensor map = weights.get(i).forward(difference); // [N, 1, h, w]
            sum = sum.add(map.mean(2, 3).reshape(a.size(0), 1, 1, 1));
        }
        return sum;
    }

    private static Tensor normalised(Tensor pictures) {
        return pictures.sub(colours(SHIFT, pictures.placement())).div(colours(SCALE, pictures.placement()));
    }

    private static Tensor colours(double[] values, Placement placement) {
        return Tensors.of(values.clone(), Shape.of(1, 3, 1, 1)).to(placement);
    }

    /** Feature vectors of length 1. Where all features are 0, the slope of a bare root would be infinite. */
    private static Tensor direction(Tensor map) {
        Tensor length = map.square().sum(1).add(EPSILON * EPSILON).sqrt().unsqueeze(1); // [N, 1, h, w]
        return map.div(length.add(EPSILON));
    }
}

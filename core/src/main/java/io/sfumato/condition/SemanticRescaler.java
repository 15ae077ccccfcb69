package io.sfumato.condition;

import io.sfumato.nn.Conv2d;
import io.sfumato.nn.Init;
import io.sfumato.nn.Module;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.Tensors;
import java.util.List;

/** Rescales a map of what stands where to the size of the latents, and mixes its planes to few channels. */
public final class SemanticRescaler extends Module implements Conditioner {
    private final SemanticSpec spec;
    private final Conv2d mapper;

    public SemanticRescaler(SemanticSpec spec, Init init) {
        this.spec = spec;
        mapper = child("channel_mapper", Conv2d.pointwiseWithoutBias(spec.kinds(), spec.channels(), init));
    }

    @Override
    public Condition encode(List<? extends Cue> cues) {
        List<Tensor> maps = cues.stream().map(this::planes).toList();
        Tensor map = Tensors.stack(0, maps).to(mapper.weight().device()); // [N, kinds, H, W]
        return Condition.none().withConcat(mapper.forward(rescaled(map)));
    }

    private Tensor rescaled(Tensor map) {
        Tensor rescaled = map;
        try {
            for (int i = 0; i < spec.stages(); i++) {
                rescaled = spec.method().rescale(rescaled, spec.multiplier());
            }
            return rescaled; // [N, kinds, h, w]
        } catch (IllegalArgumentException e) {
            throw new ConditionException(
                    "segmentation is " + map.shape() + ", too small for " + spec.stages() + " stages of "
                            + spec.multiplier() + " times its size",
                    e);
        }
    }

    private Tensor planes(Cue cue) {
        Tensor planes = ConditionException.expect(SegmentationMap.class, cue).planes();
        if (planes.size(0) != spec.kinds()) {
            throw new ConditionException(
                    "segmentation is " + planes.shape() + ", expected " + spec.kinds() + " planes, one a kind");
        }
        return planes;
    }
}

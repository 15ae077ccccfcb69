package io.sfumato.condition;

import io.sfumato.nn.Conv2d;
import io.sfumato.nn.Init;
import io.sfumato.nn.Module;
import io.sfumato.tensor.DType;
import io.sfumato.tensor.Placement;
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
        Tensor maps = LatentPlanes.stacked(cues)
                .orElseGet(
                        () -> Tensors.stack(0, cues.stream().map(this::rescaled).toList())); // [N, kinds, h, w]
        return Condition.none().withConcat(mapper.forward(maps));
    }

    @Override
    public LatentPlanes condensed(Cue cue) {
        return new LatentPlanes(rescaled(cue));
    }

    /** One at a time: at the size of pictures, maps of many kinds are large. */
    private Tensor rescaled(Cue cue) {
        Placement float32 = new Placement(mapper.weight().device(), DType.FLOAT32);
        return rescaled(planes(cue).to(float32).unsqueeze(0)).select(0, 0); // [kinds, h, w]
    }

    private Tensor rescaled(Tensor map) {
        Tensor rescaled = map;
        try {
            for (int i = 0; i < spec.stages(); i++) {
                rescaled = spec.method().rescale(rescaled, spec.multiplier());
            }
            return rescaled; // [1, kinds, h, w]
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

package io.sfumato.pipeline;

import io.sfumato.condition.Condition;
import io.sfumato.condition.ConditionException;
import io.sfumato.condition.Conditioner;
import io.sfumato.condition.Cue;
import io.sfumato.condition.LatentPlanes;
import io.sfumato.condition.MaskedPicture;
import io.sfumato.firststage.FirstStage;
import io.sfumato.image.Pixels;
import io.sfumato.tensor.Functional;
import io.sfumato.tensor.Grad;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.Tensors;
import java.util.List;

/** Puts the latents of a picture with a hole, and the hole, beside the latents (Rombach et al. 2021, sec. 4.5). */
public record MaskedPictureConditioner(FirstStage firstStage) implements Conditioner {
    @Override
    public Condition encode(List<? extends Cue> cues) {
        return Condition.none().withConcat(LatentPlanes.stacked(cues).orElseGet(() -> encoded(cues)));
    }

    @Override
    public LatentPlanes condensed(Cue cue) {
        return new LatentPlanes(encoded(List.of(cue)).select(0, 0));
    }

    /** [N, C + 1, h, w] */
    private Tensor encoded(List<? extends Cue> cues) {
        List<MaskedPicture> masked = cues.stream()
                .map(cue -> ConditionException.expect(MaskedPicture.class, cue))
                .toList();
        Tensor pictures =
                Tensors.stack(0, masked.stream().map(MaskedPicture::picture).toList()); // [N, 3, H, W]
        Tensor masks = Tensors.stack(0, masked.stream().map(MaskedPicture::mask).toList()); // [N, 1, H, W]
        Tensor code =
                Grad.off(() -> firstStage.code(new Pixels(pictures))); // [N, C, h, w]; it never learns with a U-Net
        Tensor small = Functional.resizeNearest(masks, code.size(2), code.size(3));
        return Tensors.cat(1, code, small);
    }
}

package io.sfumato.condition;

import io.sfumato.tensor.Held;
import io.sfumato.tensor.Tensor;
import java.util.function.Consumer;

/** What the user said about one picture. */
public sealed interface Cue extends Held
        permits Caption,
                ClassLabel,
                Embeddings,
                LatentPlanes,
                LowResolution,
                MaskedPicture,
                Nothing,
                PairOfCues,
                SegmentationMap,
                TokenIds {

    /** Most have none. */
    @Override
    default void forEachTensor(Consumer<Tensor> visitor) {}
}

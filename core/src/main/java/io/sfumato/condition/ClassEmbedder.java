package io.sfumato.condition;

import io.sfumato.nn.Embedding;
import io.sfumato.nn.Init;
import io.sfumato.nn.Module;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.Tensors;
import java.util.List;

/** One learned vector a class: the only token of the context. */
public final class ClassEmbedder extends Module implements Conditioner {
    private final ClassSpec spec;
    private final Embedding embedding;

    public ClassEmbedder(ClassSpec spec, Init init) {
        this.spec = spec;
        embedding = child("embedding", new Embedding(spec.classes(), spec.width(), 1, init));
    }

    @Override
    public Condition encode(List<? extends Cue> cues) {
        return Condition.none()
                .withContext(embedding.forward(labels(cues, spec.classes()).unsqueeze(1))); // [N, 1, D]
    }

    /** The labels of a batch, int64 [N]; each is checked to be one of {@code classes}. */
    static Tensor labels(List<? extends Cue> cues, long classes) {
        long[] labels = cues.stream()
                .mapToLong(cue ->
                        checked(ConditionException.expect(ClassLabel.class, cue).index(), classes))
                .toArray();
        return Tensors.of(labels, Shape.of(labels.length));
    }

    private static long checked(long label, long classes) {
        if (label < 0 || label >= classes) {
            throw new ConditionException("class label is " + label + ", expected 0 to " + (classes - 1));
        }
        return label;
    }
}

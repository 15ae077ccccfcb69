package io.sfumato.unet;

import io.sfumato.nn.Heads;
import io.sfumato.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What of a condition attention hears. */
sealed interface Heard {

    /**
     * What {@code attention} attends to.
     *
     * @param own its own tokens, [N, T, width]
     */
    Heads.Memory by(CrossAttention attention, Tensor own);

    /** The tensors that it consists of, if gradients go through them. */
    default Stream<Tensor> tensors() {
        return Stream.empty();
    }

    /** The same of other tensors. */
    default Heard with(List<Tensor> tensors) {
        return this;
    }

    /** Nothing: tokens attend to their own kind, as in the reference. */
    record Nothing() implements Heard {
        @Override
        public Heads.Memory by(CrossAttention attention, Tensor own) {
            return attention.memory(own);
        }
    }

    /**
     * Tokens of a condition.
     *
     * @param context [N, S, D]
     */
    record Tokens(Tensor context) implements Heard {
        @Override
        public Heads.Memory by(CrossAttention attention, Tensor own) {
            return attention.memory(context);
        }

        @Override
        public Stream<Tensor> tensors() {
            return Stream.of(context);
        }

        @Override
        public Heard with(List<Tensor> tensors) {
            return new Tokens(tensors.get(0));
        }
    }

    /** What each attention makes of such tokens, made once for all steps of a trajectory. */
    record Remembered(Map<CrossAttention, Heads.Memory> memories) implements Heard {
        @Override
        public Heads.Memory by(CrossAttention attention, Tensor own) {
            return memories.get(attention);
        }
    }
}

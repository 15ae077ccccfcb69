package io.sfumato.unet;

import io.sfumato.nn.Layer;
import io.sfumato.tensor.Recomputation;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;
import java.util.List;
import java.util.stream.Stream;

/** One part of a stage: features in, features out, with what the rest of the network tells it. */
interface Block {

    /**
     * What every block may hear.
     *
     * @param embedding of the noise level, [N, 4·width]
     * @param heard tokens of the condition, where there are any
     * @param next shape of the features that the way up meets next, whose sides a doubling comes to
     * @param merging which tokens attend to each other as one
     * @param forgetting what the block forgets of its features while it learns
     */
    record Hints(Tensor embedding, Heard heard, Shape next, Merging merging, Forgetting forgetting) {
        Hints before(Tensor features) {
            return new Hints(embedding, heard, features.shape(), merging, forgetting);
        }

        /** For part {@code number} of what these are for. */
        Hints at(int number) {
            return new Hints(embedding, heard, next, merging, forgetting.at(number));
        }

        /** All tensors that a block hears beside its features. */
        private Stream<Tensor> tensors() {
            return Stream.concat(Stream.of(embedding), heard.tensors());
        }

        private Hints with(List<Tensor> tensors) {
            return new Hints(tensors.get(0), heard.with(tensors.subList(1, tensors.size())), next, merging, forgetting);
        }
    }

    Tensor forward(Tensor x, Hints hints);

    /** A layer that hears nothing. */
    static Block of(Layer layer) {
        return (x, hints) -> layer.forward(x);
    }

    /** The same block, of which no more than its result has to stay for the gradient: see {@link Recomputation}. */
    static Block recomputed(Block block) {
        return (x, hints) -> {
            List<Tensor> inputs = Stream.concat(Stream.of(x), hints.tensors()).toList();
            return Recomputation.of(
                    inputs, heard -> block.forward(heard.get(0), hints.with(heard.subList(1, heard.size()))));
        };
    }
}

package io.sfumato.train.reconstruction;

import io.sfumato.tensor.Tensor;
import io.sfumato.train.loop.Learner;
import io.sfumato.train.loop.Scored;
import io.sfumato.train.loop.Slice;
import java.util.Map;

/** An autoencoder that learns from the error of pixels. */
record PixelLearner(Coding trained, Map<String, Tensor> averaged, PixelError error) implements Learner<Tensor> {
    @Override
    public String name() {
        return FirstStageObjective.AUTOENCODER;
    }

    @Override
    public Map<String, Tensor> weights() {
        return trained.autoencoder().parameters();
    }

    @Override
    public Scored loss(Tensor pictures, Slice slice) {
        Coding.Coded coded = trained.learning(pictures, slice.draws());
        return new Scored(error.of(pictures, coded.reconstructions()).add(coded.price()), coded.figures());
    }
}

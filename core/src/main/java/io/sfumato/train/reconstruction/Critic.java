package io.sfumato.train.reconstruction;

import io.sfumato.tensor.Grad;
import io.sfumato.tensor.Tensor;
import io.sfumato.train.loop.Learner;
import io.sfumato.train.loop.Scored;
import io.sfumato.train.loop.Slice;
import java.util.Map;

/** The discriminator, which learns to tell pictures from what an autoencoder makes of them. */
record Critic(Coding judged, AdversarialReconstruction judgement) implements Learner<Tensor> {
    @Override
    public String name() {
        return "discriminator";
    }

    @Override
    public Map<String, Tensor> weights() {
        return judgement.discriminator().parameters();
    }

    @Override
    public Map<String, Tensor> averaged() {
        return Map.of();
    }

    @Override
    public long learnsFrom() {
        return judgement.opposition().start();
    }

    @Override
    public Scored loss(Tensor pictures, Slice slice) {
        return loss(pictures, Grad.off(() -> judged.learning(pictures, slice.draws())));
    }

    /** The loss of its verdicts on a pass. */
    Scored loss(Tensor pictures, Coding.Coded coded) {
        AdversarialReconstruction.Verdicts verdicts = judgement.discriminator(pictures, coded.reconstructions());
        return new Scored(
                verdicts.loss(),
                () -> Map.of(
                        "verdict_on_real", verdicts.real().item(),
                        "verdict_on_fake", verdicts.fake().item()));
    }
}

package io.sfumato.train.reconstruction;

import io.sfumato.tensor.Tensor;
import io.sfumato.train.loop.Learner;
import io.sfumato.train.loop.Scored;
import io.sfumato.train.loop.Slice;
import java.util.Map;
import java.util.TreeMap;

/** An autoencoder that learns to look right and to fool a {@link Critic}. */
record AdversarialLearner(Coding trained, Map<String, Tensor> averaged, AdversarialReconstruction judgement)
        implements Learner<Tensor> {
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
        return loss(pictures, trained.learning(pictures, slice.draws()), slice.step());
    }

    /** The loss of a pass. */
    Scored loss(Tensor pictures, Coding.Coded coded, long step) {
        AdversarialReconstruction.Terms terms = judgement.autoencoder(
                pictures, coded.reconstructions(), trained.autoencoder().lastLayer(), step);
        return new Scored(terms.total().add(coded.price()), () -> figures(coded, terms));
    }

    private static Map<String, Double> figures(Coding.Coded coded, AdversarialReconstruction.Terms terms) {
        Map<String, Double> figures = new TreeMap<>(coded.figures().read());
        figures.put("nll", terms.reconstruction().item());
        figures.put("reconstruction", terms.perPixel().item());
        terms.perceptual().ifPresent(distance -> figures.put("perceptual", distance.item()));
        terms.pull().ifPresent(pull -> {
            figures.put("generator", pull.generator().item());
            figures.put("adaptive_weight", pull.adapted().item());
        });
        return figures;
    }
}

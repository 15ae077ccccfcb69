package io.sfumato.condition;

import java.util.List;
import java.util.Optional;

/** Two conditioners at once: what one puts beside the latents, and what the other has the network attend to. */
public record HybridConditioner(Conditioner beside, Conditioner inside) implements Conditioner {
    @Override
    public Condition encode(List<? extends Cue> cues) {
        List<PairOfCues> pairs = cues.stream()
                .map(cue -> ConditionException.expect(PairOfCues.class, cue))
                .toList();
        Condition channels =
                beside.encode(pairs.stream().map(PairOfCues::beside).toList());
        Condition heard = inside.encode(pairs.stream().map(PairOfCues::inside).toList());
        return heard.and(channels);
    }

    @Override
    public HybridConditioner literal() {
        return new HybridConditioner(beside.literal(), inside.literal());
    }

    @Override
    public PairOfCues condensed(Cue cue) {
        PairOfCues pair = ConditionException.expect(PairOfCues.class, cue);
        return new PairOfCues(beside.condensed(pair.beside()), inside.condensed(pair.inside()));
    }

    @Override
    public Optional<String> unheard(Cue cue) {
        PairOfCues pair = ConditionException.expect(PairOfCues.class, cue);
        return beside.unheard(pair.beside()).or(() -> inside.unheard(pair.inside()));
    }
}

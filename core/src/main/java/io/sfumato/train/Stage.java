package io.sfumato.train;

import io.sfumato.nn.Init;
import io.sfumato.nn.Module;
import io.sfumato.tensor.Rng;
import io.sfumato.train.recipe.Schedule;
import java.util.function.Function;

/** One network's part of a run. What is left of it is the average of its weights. */
record Stage(String name, Schedule schedule, RunFolder folder, Rng seed) {

    /** The network as learned: it is trained as far as it is not yet. The caller closes it. */
    <M extends Module> M learn(
            Function<Init, M> build, Function<Twins<M>, Objective> objective, TrainObserver observer) {
        try (Rng init = seed.fork(name + " weights");
                M trained = build.apply(Init.drawn(init))) {
            M averaged = build.apply(Init.drawn(init));
            try {
                averaged.copyFrom(trained);
                averaged.freeze();
                if (Checkpoint.images(folder.checkpoint(name)) < schedule.images()) {
                    new Trainer(this, objective.apply(new Twins<>(trained, averaged))).train(observer);
                }
                Checkpoint.restoreAverage(folder.checkpoint(name), averaged.parameters());
                return averaged;
            } catch (RuntimeException e) {
                averaged.close();
                throw e;
            }
        }
    }
}

package io.sfumato.train;

import io.sfumato.nn.Init;
import io.sfumato.nn.Module;
import io.sfumato.tensor.Rng;
import java.util.function.Function;

/** One network's part of a run. What is left of it is the average of its weights. */
record Stage(String name, Schedule schedule, RunFolder folder, Rng seed) {

    /** The network as learned: it is trained as far as it is not yet. The caller closes it. */
    <M extends Module> M learn(
            Function<Init, M> build, Function<Twins<M>, Objective> objective, TrainObserver observer) {
        try (Rng init = seed.fork(name + " weights")) {
            Twins<M> twins = Twins.draw(build, init);
            try (M trained = twins.trained()) {
                if (Checkpoint.images(folder.checkpoint(name)) < schedule.images()) {
                    new Trainer(this, objective.apply(twins)).train(observer);
                }
                Checkpoint.restoreAverage(
                        folder.checkpoint(name), twins.averaged().parameters());
                return twins.averaged();
            } catch (RuntimeException e) {
                twins.averaged().close();
                throw e;
            }
        }
    }
}

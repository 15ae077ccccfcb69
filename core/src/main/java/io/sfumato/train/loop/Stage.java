package io.sfumato.train.loop;

import io.sfumato.nn.Init;
import io.sfumato.nn.Module;
import io.sfumato.tensor.Ensemble;
import io.sfumato.tensor.Rng;
import io.sfumato.train.recipe.Schedule;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** One part of a run: what it is called, how long and how fast it learns, and where it keeps what it makes. */
public record Stage(String name, Schedule schedule, RunContext run) {
    /**
     * A network as learned: it is trained as far as it is not yet, and what is left of it is the average of its weights. The
     * caller closes it.
     */
    public <M extends Module, B> M learn(Function<Init, M> build, Function<Twins<M>, Objective<B>> objective) {
        try (Rng init = run.seed().fork(name + " weights");
                M trained = build.apply(Init.drawn(init, run.device()))) {
            M averaged = build.apply(Init.drawn(init, run.device()));
            try {
                averaged.copyFrom(trained);
                averaged.freeze();
                if (!isDone()) {
                    train(objective.apply(new Twins<>(trained, averaged)));
                }
                run.conduct().copyAverage(this, averaged.parameters());
                return averaged;
            } catch (RuntimeException e) {
                averaged.close();
                throw e;
            }
        }
    }

    /** Trains to the end, from the last checkpoint where there is one. */
    public <B> void train(Objective<B> objective) {
        run.conduct().carryOut(this, objective);
    }

    /** Whether nothing is left to do for it. */
    public boolean isDone() {
        return run.conduct().isDone(this);
    }

    /** Whether there is a checkpoint that it goes on from. */
    public boolean hasBegun() {
        return checkpoints().images(name) > 0;
    }

    Optional<Checkpoint> last() {
        return checkpoints().last(name);
    }

    /** Puts in order what a crash has left; for when the newest checkpoint has been used, and is known to be good. */
    void settle() {
        run.session().once(() -> checkpoints().settle(name, schedule::keeps));
    }

    Checkpoints checkpoints() {
        return run.folder().checkpoints();
    }

    List<Slice> slices(Progress done) {
        try (Rng seed = run.seed().fork(name)) {
            Ensemble ensemble = run.session().ensemble();
            return Division.of(schedule, ensemble).slices(done, ensemble.rank(), seed.seed());
        }
    }

    Path plot() {
        return run.folder().plot(name);
    }

    Path sheet(Progress progress) {
        return sheet(progress.images());
    }

    /** What people look at after so many images. */
    Path sheet(long images) {
        return run.folder().sheet(name, images);
    }
}

package io.sfumato.train.loop;

import io.sfumato.tensor.Ensemble;

/**
 * One time that a run goes on: with whom, heard by whom, and until when.
 *
 * @param ensemble the processes that train it together
 * @param stop asked after every step
 */
public record Session(Ensemble ensemble, TrainObserver observer, Stop stop) {

    /** This process alone, to the end. */
    public static Session alone(TrainObserver observer) {
        return new Session(Ensemble.alone(), observer, new Stop());
    }

    /** Has one process do what only one may, such as to write a file, while the others wait for it. */
    public void once(Runnable work) {
        if (ensemble.leads()) {
            work.run();
        }
        ensemble.barrier();
    }
}

package io.sfumato.train.loop;

import io.sfumato.tensor.Device;
import io.sfumato.tensor.Ensemble;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One time that a run goes on: with whom, where, heard by whom, and until when.
 *
 * @param ensemble the processes that train it together
 * @param device where this one has its networks
 * @param stop asked after every step
 */
public record Session(Ensemble ensemble, Device device, TrainObserver observer, Stop stop) {

    /** This process alone, on its processor, to the end. */
    public static Session alone(TrainObserver observer) {
        return alone(Device.CPU, observer);
    }

    /** This process alone, to the end. */
    public static Session alone(Device device, TrainObserver observer) {
        return new Session(Ensemble.alone(), device, observer, new Stop());
    }

    /**
     * Has one process do what only one may, such as to write a file, while the others wait for it, however long it takes. Where it
     * was stopped in that, all are.
     */
    public void once(Runnable work) {
        AtomicReference<@Nullable StoppedException> early = new AtomicReference<>();
        ensemble.first(() -> {
            try {
                work.run();
            } catch (StoppedException e) {
                early.set(e);
            }
        });
        @Nullable StoppedException mine = early.get();
        if (ensemble.any(mine != null)) {
            throw mine == null ? new StoppedException("stopped with the first process") : mine;
        }
    }

    /**
     * For work of all processes, before each of its parts: throws in all of them where somebody wishes to stop.
     *
     * @param during what is done, as it follows "while"
     */
    public void heed(String during) {
        if (ensemble.any(stop.isRequested())) {
            throw new StoppedException("stopped while " + during);
        }
    }
}

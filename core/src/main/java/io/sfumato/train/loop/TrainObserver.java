package io.sfumato.train.loop;

/** Hears how training goes. */
public interface TrainObserver {
    /** A stage of {@code totalSteps} begins, or continues after {@code doneSteps}. */
    void stage(String name, long totalSteps, long doneSteps);

    /** A step is done; the loss is smoothed. */
    void step(long step, double loss, double imagesPerSecond);

    /** Something worth a line. */
    void note(String text);
}

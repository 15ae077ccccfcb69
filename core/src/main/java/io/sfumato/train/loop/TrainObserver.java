package io.sfumato.train.loop;

/** Hears how training goes. */
public interface TrainObserver {
    /** A stage of {@code totalSteps} begins, or continues after {@code doneSteps}. */
    void stage(String name, long totalSteps, long doneSteps);

    /** A step is done; the loss is smoothed. */
    void step(long step, double loss, double imagesPerSecond);

    /** Of so many pictures, whose latents are kept, so many are encoded. Called before the first and after every few. */
    default void encoded(long pictures, long done) {}

    /** Something worth a line. */
    void note(String text);
}

package io.sfumato.train.loop;

/** Hears of training, and says nothing. */
public class Silent implements TrainObserver {
    @Override
    public void stage(String name, long totalSteps, long doneSteps) {}

    @Override
    public void step(long step, double loss, double imagesPerSecond) {}

    @Override
    public void note(String text) {}
}

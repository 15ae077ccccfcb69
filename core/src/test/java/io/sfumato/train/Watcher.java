package io.sfumato.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.sfumato.train.loop.TrainObserver;
import java.util.ArrayList;
import java.util.List;

/** Remembers what it hears, and does something after one step of one stage. */
final class Watcher implements TrainObserver {
    final List<String> stages = new ArrayList<>();
    final List<String> notes = new ArrayList<>();
    final List<Double> losses = new ArrayList<>();
    private final String lastStage;
    private final long lastStep;
    private final Runnable deed;
    private String stage = "";

    Watcher(String lastStage, long lastStep, Runnable deed) {
        this.lastStage = lastStage;
        this.lastStep = lastStep;
        this.deed = deed;
    }

    /** Ends the run by an exception. */
    Watcher(String lastStage, long lastStep) {
        this(lastStage, lastStep, () -> {
            throw new IllegalStateException("the power went off");
        });
    }

    static Watcher patient() {
        return new Watcher("", 0);
    }

    @Override
    public void stage(String name, long totalSteps, long doneSteps) {
        stage = name;
        stages.add(name + " " + doneSteps + "/" + totalSteps);
    }

    @Override
    public void step(long step, double loss, double imagesPerSecond) {
        losses.add(loss);
        if (stage.equals(lastStage) && step == lastStep) {
            deed.run();
        }
    }

    @Override
    public void note(String text) {
        assertThat(text).isNotBlank();
        notes.add(text);
    }
}

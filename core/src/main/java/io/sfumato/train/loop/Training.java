package io.sfumato.train.loop;

import io.sfumato.tensor.Tensor;
import java.nio.file.Files;
import java.util.Map;

/** Stages are trained to their end, each from its last checkpoint. */
public final class Training implements Conduct {
    /** Its last checkpoint is there, and what people look at, which is drawn after that. */
    @Override
    public boolean isDone(Stage stage) {
        long images = stage.checkpoints().images(stage.name());
        return images >= stage.schedule().images() && Files.exists(stage.sheet(images));
    }

    @Override
    public <B> void carryOut(Stage stage, Objective<B> objective) {
        new Trainer<>(stage, objective).train();
    }

    @Override
    public void copyAverage(Stage stage, Map<String, Tensor> parameters) {
        stage.last().orElseThrow().copy(Checkpoint.AVERAGE, parameters);
    }
}

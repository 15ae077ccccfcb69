package io.sfumato.train.denoising;

import io.sfumato.train.loop.HeldOut;
import io.sfumato.train.loop.Learner;
import io.sfumato.train.loop.Objective;
import io.sfumato.train.loop.Progress;
import io.sfumato.train.loop.Slice;
import io.sfumato.train.samples.LatentBatch;
import io.sfumato.train.samples.LatentSource;
import java.nio.file.Path;
import java.util.List;

/** Learn to denoise latents, and show what comes of it. */
final class DenoisingObjective implements Objective<LatentBatch> {
    private final DenoisingLearner learner;
    private final LatentSource train;
    private final HeldOutLatents heldOut;
    private final Looks looks;

    DenoisingObjective(DenoisingLearner learner, LatentSource train, HeldOutLatents heldOut, Looks looks) {
        this.learner = learner;
        this.train = train;
        this.heldOut = heldOut;
        this.looks = looks;
    }

    /** What people look at. */
    record Looks(Showing showing, Preview preview) {}

    @Override
    public List<Learner<LatentBatch>> learners() {
        return List.of(learner);
    }

    @Override
    public LatentBatch batch(Slice slice) {
        return train.of(slice);
    }

    @Override
    public List<String> names(Slice slice) {
        return train.names(slice);
    }

    @Override
    public HeldOut examine() {
        return looks.showing()
                .averaged(
                        parts -> heldOut.examine(learner.with(learner.student().examined(parts))));
    }

    @Override
    public void begin(Path sheet) {
        looks.showing().begin(looks.preview(), sheet);
    }

    /** A sheet of pictures; and the model as it stands. */
    @Override
    public void publish(Path sheet, Progress progress) {
        looks.showing().write(progress);
        looks.showing().averaged(parts -> looks.preview().draw(parts, sheet));
    }
}

package io.sfumato.train.denoising;

import io.sfumato.model.ModelDescription;
import io.sfumato.model.ModelFolder;
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
    private final Showing showing;

    DenoisingObjective(DenoisingLearner learner, LatentSource train, HeldOutLatents heldOut, Showing showing) {
        this.learner = learner;
        this.train = train;
        this.heldOut = heldOut;
        this.showing = showing;
    }

    /** Where the model goes, and what it is asked to show. */
    record Showing(Pair pair, Path folder, Preview preview) {}

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
        return heldOut.examine(
                learner.with(learner.student().examined(showing.pair().averaged())));
    }

    /** A sheet of pictures; and the model folder as it stands. */
    @Override
    public void publish(Path sheet, Progress progress) {
        Pair pair = showing.pair();
        ModelDescription now = pair.description().with("diffusion_images_seen", Long.toString(progress.images()));
        ModelFolder.write(showing.folder(), now, pair.averaged(), pair.tokenizers());
        showing.preview().draw(pair, sheet);
    }
}

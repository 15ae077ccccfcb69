package io.sfumato.train.reconstruction;

import io.sfumato.data.Sample;
import io.sfumato.image.PixelImages;
import io.sfumato.image.Pixels;
import io.sfumato.tensor.Grad;
import io.sfumato.tensor.Region;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.Tensors;
import io.sfumato.train.loop.HeldOut;
import io.sfumato.train.loop.Learner;
import io.sfumato.train.loop.Objective;
import io.sfumato.train.loop.Progress;
import io.sfumato.train.loop.Sheets;
import io.sfumato.train.loop.Slice;
import io.sfumato.train.samples.SampleSource;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.List;

/** Reconstruct pictures by way of a code that diffusion can learn (Rombach et al. 2021, sec. 3.1). */
public final class FirstStageObjective implements Objective<Tensor> {
    /** What the autoencoder is called in checkpoints and metrics. */
    static final String AUTOENCODER = "autoencoder";

    private static final int PREVIEWED = 16;
    private static final int PREVIEW_COLUMNS = 4;

    private final List<Learner<Tensor>> learners;
    private final SampleSource source;
    private final List<Sample> previewed;
    private final Examination examination;
    private final Coding averaged;
    private final Published published;

    FirstStageObjective(List<Learner<Tensor>> learners, SampleSource source, Examination examination, Showing showing) {
        this.learners = List.copyOf(learners);
        this.source = source;
        this.examination = examination;
        this.averaged = showing.averaged();
        this.published = showing.published();
        this.previewed = examination.first(PREVIEWED);
    }

    /** Whom people see, and where it is put. */
    record Showing(Coding averaged, Published published) {}

    @Override
    public List<Learner<Tensor>> learners() {
        return learners;
    }

    /** [N, 3, H, W] */
    @Override
    public Tensor batch(Slice slice) {
        return placed(source.of(slice));
    }

    /** Beside the networks, [N, 3, H, W]. */
    private Tensor placed(List<Sample> samples) {
        return SampleSource.pixels(samples).nchw().to(averaged.autoencoder().device());
    }

    @Override
    public List<String> names(Slice slice) {
        return source.names(slice);
    }

    @Override
    public HeldOut examine() {
        return examination.of(averaged);
    }

    /** The first stage as it stands; and pictures and their reconstructions side by side: held-out ones, where there are any. */
    @Override
    public void publish(Path sheet, Progress progress) {
        published.write(averaged.autoencoder());
        List<BufferedImage> images = Grad.off(() -> Region.computing(() -> {
            Tensor pixels = placed(previewed);
            Tensor made = averaged.looking(pixels).reconstructions();
            Tensor both = Tensors.stack(1, List.of(pixels, made)); // [N, 2, 3, H, W]
            Tensor flat = both.reshape(-1, pixels.size(1), pixels.size(2), pixels.size(3)); // [2N, 3, H, W]
            return PixelImages.toImages(new Pixels(flat));
        }));
        Sheets.write(images, 2 * PREVIEW_COLUMNS, sheet);
    }
}

package io.sfumato.train.denoising;

import io.sfumato.condition.Cue;
import io.sfumato.data.DataSet;
import io.sfumato.tensor.Grad;
import io.sfumato.tensor.Region;
import io.sfumato.train.loop.HeldOut;
import io.sfumato.train.loop.Learner;
import io.sfumato.train.loop.RunContext;
import io.sfumato.train.loop.Slice;
import io.sfumato.train.samples.LatentBatch;
import io.sfumato.train.samples.LatentSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Latents of held-out pictures, encoded once into the region that is open, on which a learner is examined with the same noise every
 * time.
 */
final class HeldOutLatents {
    private static final int BATCH = 32;
    private static final int MOST = 256;

    private final List<Slice> slices = new ArrayList<>();
    private final List<LatentBatch> batches = new ArrayList<>();
    private final long count;

    /**
     * The first of a data set's; none where nothing is held out.
     *
     * @param source in the order of the data set
     */
    static HeldOutLatents of(LatentSource source, Optional<DataSet> heldOut, RunContext run) {
        return new HeldOutLatents(
                source, Math.min(MOST, heldOut.map(DataSet::count).orElse(0)), run);
    }

    private HeldOutLatents(LatentSource source, long count, RunContext run) {
        long seed = run.seed().seed();
        this.count = count;
        for (long from = 0; from < count; from += BATCH) {
            run.session().heed("held-out pictures were encoded");
            Slice slice = new Slice(0, from, (int) Math.min(BATCH, count - from), seed);
            slices.add(slice);
            batches.add(source.of(slice));
        }
    }

    /** What is said of the first pictures. */
    List<Cue> cues(int most) {
        return batches.stream()
                .flatMap(batch -> batch.cues().stream())
                .limit(most)
                .toList();
    }

    /** The mean loss. */
    HeldOut examine(Learner<LatentBatch> learner) {
        if (batches.isEmpty()) {
            return HeldOut.NONE;
        }
        double loss = 0;
        for (int i = 0; i < batches.size(); i++) {
            LatentBatch batch = batches.get(i);
            Slice slice = slices.get(i);
            double mean = Grad.off(() ->
                    Region.computing(() -> learner.loss(batch, slice).loss().item()));
            loss += mean * slice.count() / count;
        }
        return new HeldOut(OptionalDouble.of(loss), Map.of());
    }
}

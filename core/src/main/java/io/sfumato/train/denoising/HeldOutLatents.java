package io.sfumato.train.denoising;

import io.sfumato.condition.Conditioner;
import io.sfumato.condition.Cue;
import io.sfumato.data.DataSet;
import io.sfumato.tensor.Grad;
import io.sfumato.tensor.Held;
import io.sfumato.tensor.Region;
import io.sfumato.tensor.Tensor;
import io.sfumato.train.loop.HeldOut;
import io.sfumato.train.loop.Learner;
import io.sfumato.train.loop.RunContext;
import io.sfumato.train.loop.Slice;
import io.sfumato.train.samples.LatentBatch;
import io.sfumato.train.samples.LatentSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;

/**
 * Latents of held-out pictures, encoded once into the region that is open, on which a learner is examined with the same noise every
 * time. What is said of them is kept {@linkplain Conditioner#condensed condensed}; where that is large, there are fewer.
 */
final class HeldOutLatents {
    private static final int BATCH = 32;
    private static final int MOST = 256;

    /** For some 90 maps of 182 kinds beside latents of 64 x 64; most cues take next to nothing. */
    private static final long ROOM = 256L << 20;

    private final List<Examined> batches = new ArrayList<>();
    private final List<Cue> shown = new ArrayList<>();

    /**
     * The first of a data set's; none where nothing is held out.
     *
     * @param source in the order of the data set
     * @param conditioner that hears what is said of them
     */
    static HeldOutLatents of(LatentSource source, Optional<DataSet> heldOut, Conditioner conditioner, RunContext run) {
        HeldOutLatents latents = new HeldOutLatents();
        int count = Math.min(MOST, heldOut.map(DataSet::count).orElse(0));
        long taken = 0;
        for (int from = 0; from < count && taken < ROOM; from += BATCH) {
            run.session().heed("held-out pictures were encoded");
            Slice slice =
                    new Slice(0, from, Math.min(BATCH, count - from), run.seed().seed());
            taken += latents.add(slice, source, conditioner);
        }
        return latents;
    }

    private HeldOutLatents() {}

    /** What is examined at a time; and of what is said of it, as much of it whole as people may be shown. */
    private record Examined(Slice slice, LatentBatch batch, List<Cue> shown) implements Held {
        @Override
        public void forEachTensor(Consumer<Tensor> visitor) {
            batch.forEachTensor(visitor);
            shown.forEach(cue -> cue.forEachTensor(visitor));
        }

        long bytes() {
            List<Tensor> tensors = new ArrayList<>();
            forEachTensor(tensors::add);
            return tensors.stream().mapToLong(Tensor::bytes).sum();
        }
    }

    /** @return the bytes that it takes */
    private long add(Slice slice, LatentSource source, Conditioner conditioner) {
        int show = Math.max(0, Preview.USUAL - shown.size());
        Examined next = Grad.off(() -> Region.returning(() -> {
            LatentBatch whole = source.of(slice);
            List<Cue> condensed =
                    whole.cues().stream().map(conditioner::condensed).toList();
            return new Examined(
                    slice,
                    new LatentBatch(whole.clean(), condensed),
                    whole.cues().stream().limit(show).toList());
        }));
        batches.add(next);
        shown.addAll(next.shown());
        return next.bytes();
    }

    /** What is said of the first pictures, of a dozen at most. */
    List<Cue> cues() {
        return Collections.unmodifiableList(shown);
    }

    /** The mean loss. */
    HeldOut examine(Learner<LatentBatch> learner) {
        if (batches.isEmpty()) {
            return HeldOut.NONE;
        }
        double loss = 0;
        int count = 0;
        for (Examined next : batches) {
            double mean = Grad.off(() -> Region.computing(
                    () -> learner.loss(next.batch(), next.slice()).loss().item()));
            loss += mean * next.slice().count();
            count += next.slice().count();
        }
        return new HeldOut(OptionalDouble.of(loss / count), Map.of());
    }
}

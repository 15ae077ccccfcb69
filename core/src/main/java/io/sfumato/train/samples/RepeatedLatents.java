package io.sfumato.train.samples;

import io.sfumato.condition.Cue;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensors;
import io.sfumato.train.loop.Slice;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The first latents of another source, again and again: for trials of steps, which are as long with any. */
public final class RepeatedLatents implements LatentSource {
    private final LatentSource source;
    private final Map<Integer, Remembered> byCount = new HashMap<>();

    /** A batch that outlives its region. */
    private static final class Remembered {
        private final float[] clean;
        private final Shape shape;
        private final List<Cue> cues;

        Remembered(LatentBatch batch) {
            this.clean = batch.clean().toFloats();
            this.shape = batch.clean().shape();
            this.cues = batch.cues();
        }

        LatentBatch again() {
            return new LatentBatch(Tensors.of(clean, shape), cues);
        }
    }

    public RepeatedLatents(LatentSource source) {
        this.source = source;
    }

    @Override
    public LatentBatch of(Slice slice) {
        return byCount.computeIfAbsent(slice.count(), count -> new Remembered(source.of(slice)))
                .again();
    }

    @Override
    public List<String> names(Slice slice) {
        return source.names(slice);
    }
}

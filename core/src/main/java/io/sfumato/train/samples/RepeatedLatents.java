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

    private record Remembered(float[] clean, Shape shape, List<Cue> cues) {}

    public RepeatedLatents(LatentSource source) {
        this.source = source;
    }

    @Override
    public LatentBatch of(Slice slice) {
        Remembered first = byCount.computeIfAbsent(slice.count(), count -> remember(source.of(slice)));
        return new LatentBatch(Tensors.of(first.clean(), first.shape()), first.cues());
    }

    private static Remembered remember(LatentBatch batch) {
        return new Remembered(batch.clean().toFloats(), batch.clean().shape(), batch.cues());
    }

    @Override
    public List<String> names(Slice slice) {
        return source.names(slice);
    }
}

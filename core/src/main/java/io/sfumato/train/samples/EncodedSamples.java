package io.sfumato.train.samples;

import io.sfumato.condition.Cue;
import io.sfumato.data.Sample;
import io.sfumato.firststage.FirstStage;
import io.sfumato.firststage.Latents;
import io.sfumato.tensor.Grad;
import io.sfumato.tensor.Region;
import io.sfumato.train.loop.Slice;
import java.util.List;

/** Latents that are encoded anew each time a picture is seen: it may be cut and mirrored in another way. */
public record EncodedSamples(SampleSource source, FirstStage firstStage, Cues cues) implements LatentSource {

    @Override
    public LatentBatch of(Slice slice) {
        List<Sample> samples = source.of(slice);
        Latents clean =
                Grad.off(() -> Region.returning(() -> firstStage.encode(SampleSource.pixels(samples), slice.draws())));
        List<Cue> said = samples.stream()
                .map(sample -> cues.of(sample.told(), sample.planes(), sample.random()))
                .toList();
        return new LatentBatch(clean.nchw(), said);
    }

    @Override
    public List<String> names(Slice slice) {
        return source.names(slice);
    }
}

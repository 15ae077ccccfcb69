package io.sfumato.train.samples;

import io.sfumato.data.Sample;
import io.sfumato.firststage.FirstStage;
import io.sfumato.tensor.Grad;
import io.sfumato.tensor.Region;
import io.sfumato.tensor.Rng;
import io.sfumato.tensor.Tensor;
import io.sfumato.train.loop.Slice;
import java.util.List;

/** Latents that are encoded anew each time a picture is seen: it may be cut and mirrored in another way. */
public record EncodedSamples(SampleSource source, FirstStage firstStage, Cues cues) implements LatentSource {

    @Override
    public LatentBatch of(Slice slice) {
        List<Sample> samples = source.of(slice);
        try (Rng rng = slice.rng("code")) {
            Tensor clean = Grad.off(() -> Region.returning(() -> firstStage.encode(SampleSource.pixels(samples), rng))
                    .nchw());
            return new LatentBatch(
                    clean,
                    samples.stream()
                            .map(sample -> cues.of(sample.told(), sample.square(), sample.random()))
                            .toList());
        }
    }

    @Override
    public List<String> names(Slice slice) {
        return source.names(slice);
    }
}

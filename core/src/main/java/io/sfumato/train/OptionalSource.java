package io.sfumato.train;

import io.sfumato.firststage.FirstStage;
import io.sfumato.train.samples.Cues;
import io.sfumato.train.samples.EncodedSamples;
import io.sfumato.train.samples.LatentSource;
import io.sfumato.train.samples.SampleSource;
import java.util.Optional;

/** Samples that there may be none of. */
record OptionalSource(Optional<SampleSource> source) implements AutoCloseable {
    /** Its latents, in the order of the data; {@code otherwise} where there are no pictures. */
    LatentSource encoded(FirstStage firstStage, Cues cues, LatentSource otherwise) {
        return source.<LatentSource>map(pictures -> new EncodedSamples(pictures, firstStage, cues))
                .orElse(otherwise);
    }

    @Override
    public void close() {
        source.ifPresent(SampleSource::close);
    }
}

package io.sfumato.train;

import io.sfumato.train.samples.SampleSource;
import java.util.Optional;

/** Samples that there may be none of. */
record OptionalSource(Optional<SampleSource> source) implements AutoCloseable {
    @Override
    public void close() {
        source.ifPresent(SampleSource::close);
    }
}

package io.sfumato.train.samples;

import io.sfumato.train.loop.Slice;
import java.util.List;

/** Latents of pictures at the positions that a stage asks for. */
public interface LatentSource {

    /** The latents of a slice, in the caller's region, and what is said of each. */
    LatentBatch of(Slice slice);

    /** Where the pictures of a slice come from. */
    List<String> names(Slice slice);
}

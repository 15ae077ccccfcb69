package io.sfumato.train;

import io.sfumato.tensor.Rng;
import io.sfumato.tensor.Tensor;
import java.nio.file.Path;
import java.util.Map;

/** What a stage learns: networks, their averaged twins, and a loss. */
interface Objective {

    /** The parameters that are trained. */
    Map<String, Tensor> trained();

    /** Their running averages, under the same names. */
    Map<String, Tensor> averaged();

    /**
     * The scalar loss of one batch.
     *
     * @param imagesSeen images of all batches before: it decides which pictures come now
     * @param rng the randomness of this step
     */
    Tensor loss(long imagesSeen, int batch, Rng rng);

    /** Draws a sheet that shows what the averaged weights can do. */
    void preview(Path file);
}

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

    /**
     * Makes what people look at, with the averaged weights: a sheet of pictures, and a model where it can be used.
     *
     * @param imagesSeen what the weights have learned from so far
     */
    void publish(Path sheet, long imagesSeen);
}

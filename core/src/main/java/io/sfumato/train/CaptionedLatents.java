package io.sfumato.train;

import io.sfumato.condition.Caption;
import io.sfumato.data.Captions;
import io.sfumato.data.Example;
import io.sfumato.tensor.Rng;
import io.sfumato.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What text-to-image learns from: latents of pictures with captions that vary from one visit to the next.
 *
 * @param order the sequence in which pictures come
 * @param dropout share of captions replaced by none, so that guidance has something to compare with
 */
record CaptionedLatents(List<Example> examples, LatentCache latents, Order order, double dropout) {

    /** Scaled latents, [N, C, h, w], and a caption for each. */
    record Batch(Tensor clean, List<Caption> captions) {}

    /** The pictures after {@code imagesSeen} others. */
    Batch next(long imagesSeen, int count, Rng rng) {
        long[] indices = new long[count];
        List<Caption> captions = new ArrayList<>();
        SplittableRandom random = new SplittableRandom(rng.seed());
        for (int i = 0; i < count; i++) {
            indices[i] = order.at(imagesSeen + i);
            boolean dropped = random.nextDouble() < dropout;
            captions.add(
                    dropped ? Caption.EMPTY : new Caption(Captions.varied(examples.get((int) indices[i]), random)));
        }
        return new Batch(latents.sample(indices, rng), captions);
    }
}

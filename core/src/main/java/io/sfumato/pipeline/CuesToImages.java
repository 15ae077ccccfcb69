package io.sfumato.pipeline;

import java.util.List;

/** Whatever a model can be told, pictures out. */
public record CuesToImages(LatentDiffusion model) {

    /** Makes a picture of each wish, batch by batch, and hands on each as it is ready. */
    public void generate(List<Wish> wishes, GenerationSettings settings, GenerationListener listener) {
        new Generation(model, settings, new Start.Noise()).run(wishes, listener);
    }
}

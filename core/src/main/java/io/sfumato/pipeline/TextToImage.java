package io.sfumato.pipeline;

import java.util.Collections;
import java.util.List;

/** Words in, pictures out. */
public record TextToImage(LatentDiffusion model) {

    /** Makes the pictures of a request, batch by batch, and hands each to {@code listener} as it is ready. */
    public void generate(GenerationRequest request, GenerationListener listener) {
        generate(Collections.nCopies(request.count(), request.prompt()), request.settings(), listener);
    }

    /** Makes a picture for each of several prompts, batch by batch. */
    public void generate(List<String> prompts, GenerationSettings settings, GenerationListener listener) {
        List<Wish> wishes = new Prompts(model.conditioner(), listener).wishes(prompts, settings.negative());
        new Generation(model, settings, new Start.Noise()).run(wishes, listener);
    }
}

package io.sfumato.pipeline;

import java.util.Collections;
import java.util.List;

/** A picture and words in, pictures out: SDEdit, Meng et al. 2022. */
public record ImageToImage(LatentDiffusion model) {

    /**
     * Changes a picture towards the prompt of a request; makes as many variants as it asks for.
     *
     * @param start whose picture has the size that the settings name
     */
    public void generate(GenerationRequest request, Start.Picture start, GenerationListener listener) {
        List<String> prompts = Collections.nCopies(request.count(), request.prompt());
        List<Wish> wishes = new Prompts(model.conditioner(), listener)
                .wishes(prompts, request.settings().negative());
        new Generation(model, request.settings(), start).run(wishes, listener);
    }
}

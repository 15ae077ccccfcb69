package io.sfumato.pipeline;

import java.awt.Dimension;
import java.util.Collections;
import java.util.List;

/** A picture and words in, pictures out: SDEdit, Meng et al. 2022. */
public record ImageToImage(LatentDiffusion model) {

    /** The size that the model can make which is nearest to that of a picture. */
    public Dimension nearestSize(int width, int height) {
        int side = model.firstStage().factor() * model.latentMultiple();
        return new Dimension(nearest(width, side), nearest(height, side));
    }

    private static int nearest(int length, int multiple) {
        return Math.max(1, Math.round((float) length / multiple)) * multiple;
    }

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

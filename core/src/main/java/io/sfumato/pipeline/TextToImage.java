package io.sfumato.pipeline;

import io.sfumato.condition.Caption;
import io.sfumato.condition.Condition;
import io.sfumato.condition.Conditioner;
import io.sfumato.firststage.Latents;
import io.sfumato.image.PixelImages;
import io.sfumato.sampling.ClassifierFree;
import io.sfumato.sampling.Denoise;
import io.sfumato.sampling.Sampler;
import io.sfumato.sampling.Seeds;
import io.sfumato.tensor.Grad;
import io.sfumato.tensor.Region;
import io.sfumato.tensor.Shape;
import java.awt.image.BufferedImage;
import java.util.Collections;
import java.util.List;

/** Words in, pictures out. */
public record TextToImage(LatentDiffusion model) {
    private static final int PIXEL_CHANNELS = 3;

    /** Makes the pictures of a request, batch by batch, and hands each to {@code listener} as it is ready. */
    public void generate(GenerationRequest request, GenerationListener listener) {
        warnOfCuts(request.prompt(), "prompt", listener);
        warnOfCuts(request.negative(), "negative prompt", listener);
        Sampler sampler = sampler(request);
        Shape latents = latentShape(request);
        int stepsPerBatch = sampler.schedule().sigmas(sampler.steps()).length - 1;
        int batches = (request.count() + request.batch() - 1) / request.batch();
        for (int batch = 0; batch < batches; batch++) {
            int first = batch * request.batch();
            int stepsBefore = batch * stepsPerBatch;
            Seeds seeds = Seeds.consecutive(request.seed() + first, Math.min(request.batch(), request.count() - first));
            List<BufferedImage> images = Grad.off(() -> Region.computing(() -> generate(
                    request,
                    seeds,
                    latents,
                    sampler,
                    (done, of, sigma) -> listener.step(stepsBefore + done, batches * stepsPerBatch))));
            for (int i = 0; i < images.size(); i++) {
                listener.picture(first + i, request.seed() + first + i, images.get(i));
            }
        }
    }

    private List<BufferedImage> generate(
            GenerationRequest request,
            Seeds seeds,
            Shape latents,
            Sampler sampler,
            io.sfumato.sampling.SampleListener listener) {
        Conditioner conditioner = model.conditioner();
        Condition wanted = conditioner.encode(captions(request.prompt(), seeds.count()));
        Condition unwanted = conditioner.encode(captions(request.negative(), seeds.count()));
        Denoise denoise = new ClassifierFree(request.guidance(), unwanted).bind(model.denoiser(), wanted);
        Latents clean = new Latents(sampler.sample(denoise, seeds.unitNoise(latents), seeds.fresh(), listener));
        return PixelImages.toImages(model.firstStage().decode(clean));
    }

    private void warnOfCuts(String text, String what, GenerationListener listener) {
        model.conditioner()
                .unheard(new Caption(text))
                .ifPresent(rest ->
                        listener.warning(what + " is too long for this model: it does not read \"" + rest + "\""));
    }

    private static List<Caption> captions(String text, int count) {
        return Collections.nCopies(count, new Caption(text));
    }

    private Sampler sampler(GenerationRequest request) {
        try {
            Sampler sampler = request.sampler().build(model.levels(), request.steps(), request.eta());
            sampler.schedule().sigmas(sampler.steps()); // complains of more steps than the network has levels
            return sampler;
        } catch (IllegalArgumentException e) {
            throw new RequestException(e.getMessage());
        }
    }

    /** [C, h, w] of one picture. */
    private Shape latentShape(GenerationRequest request) {
        int side = model.firstStage().factor() * model.latentMultiple();
        if (request.height() % side != 0 || request.width() % side != 0) {
            throw new RequestException("size is " + request.width() + " x " + request.height()
                    + ", expected multiples of " + side + " for this model");
        }
        Shape pixels = Shape.of(1, PIXEL_CHANNELS, request.height(), request.width());
        Shape latents = model.firstStage().latentShape(pixels);
        return new Shape(latents.sizes().subList(1, latents.rank()));
    }
}

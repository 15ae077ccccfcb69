package io.sfumato.pipeline;

import io.sfumato.condition.Caption;
import io.sfumato.condition.Condition;
import io.sfumato.firststage.Latents;
import io.sfumato.image.PixelImages;
import io.sfumato.sampling.ClassifierFree;
import io.sfumato.sampling.Denoise;
import io.sfumato.sampling.SampleListener;
import io.sfumato.sampling.Sampler;
import io.sfumato.sampling.Seeds;
import io.sfumato.tensor.Grad;
import io.sfumato.tensor.Region;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;
import java.awt.image.BufferedImage;
import java.util.Collections;
import java.util.List;

/** Words in, pictures out. */
public record TextToImage(LatentDiffusion model) {
    private static final int PIXEL_CHANNELS = 3;

    /** Makes the pictures of a request, batch by batch, and hands each to {@code listener} as it is ready. */
    public void generate(GenerationRequest request, GenerationListener listener) {
        generate(Collections.nCopies(request.count(), request.prompt()), request.settings(), listener);
    }

    /** Makes a picture for each of several prompts, batch by batch. */
    public void generate(List<String> prompts, GenerationSettings settings, GenerationListener listener) {
        prompts.forEach(GenerationRequest::checkPrompt);
        prompts.stream().distinct().forEach(prompt -> warnOfCuts(prompt, "prompt", listener));
        warnOfCuts(settings.negative(), "negative prompt", listener);
        Sampler sampler = sampler(settings);
        Shape latents = latentShape(settings);
        int stepsPerBatch = sampler.schedule().sigmas(sampler.steps()).length - 1;
        int batches = (prompts.size() + settings.batch() - 1) / settings.batch();
        for (int batch = 0; batch < batches; batch++) {
            int first = batch * settings.batch();
            int stepsBefore = batch * stepsPerBatch;
            List<String> these = prompts.subList(first, Math.min(first + settings.batch(), prompts.size()));
            Seeds seeds = Seeds.consecutive(settings.seed() + first, these.size());
            SampleListener heard = (done, of, sigma) -> listener.step(stepsBefore + done, batches * stepsPerBatch);
            List<BufferedImage> images = Grad.off(() -> Region.computing(() -> {
                Denoise denoise = guided(these, settings, latents);
                Tensor clean = sampler.sample(denoise, seeds.unitNoise(latents), seeds.fresh(), heard);
                return PixelImages.toImages(model.firstStage().decode(new Latents(clean)));
            }));
            for (int i = 0; i < images.size(); i++) {
                listener.picture(first + i, settings.seed() + first + i, images.get(i));
            }
        }
    }

    private Denoise guided(List<String> prompts, GenerationSettings settings, Shape latents) {
        Condition wanted = condition(prompts, latents);
        Condition unwanted = condition(Collections.nCopies(prompts.size(), settings.negative()), latents);
        return new ClassifierFree(settings.guidance(), unwanted).bind(model.denoiser(), wanted);
    }

    private void warnOfCuts(String text, String what, GenerationListener listener) {
        model.conditioner()
                .unheard(new Caption(text))
                .ifPresent(rest ->
                        listener.warning(what + " is too long for this model: it does not read \"" + rest + "\""));
    }

    private Condition condition(List<String> texts, Shape latents) {
        return model.conditioner()
                .encode(texts.stream().map(Caption::new).toList())
                .stretched(latents.size(1), latents.size(2));
    }

    private Sampler sampler(GenerationSettings settings) {
        try {
            Sampler sampler = settings.sampler().build(model.levels(), settings.steps(), settings.eta());
            sampler.schedule().sigmas(sampler.steps()); // complains of more steps than the network has levels
            return sampler;
        } catch (IllegalArgumentException e) {
            throw new RequestException(e.getMessage());
        }
    }

    /** [C, h, w] of one picture. */
    private Shape latentShape(GenerationSettings settings) {
        int side = model.firstStage().factor() * model.latentMultiple();
        if (settings.height() % side != 0 || settings.width() % side != 0) {
            throw new RequestException("size is " + settings.width() + " x " + settings.height()
                    + ", expected multiples of " + side + " for this model");
        }
        Shape pixels = Shape.of(1, PIXEL_CHANNELS, settings.height(), settings.width());
        Shape latents = model.firstStage().latentShape(pixels);
        return new Shape(latents.sizes().subList(1, latents.rank()));
    }
}

package io.sfumato.pipeline;

import io.sfumato.condition.Condition;
import io.sfumato.condition.Cue;
import io.sfumato.firststage.Latents;
import io.sfumato.image.PixelImages;
import io.sfumato.image.Pixels;
import io.sfumato.sampling.ClassifierFree;
import io.sfumato.sampling.Denoise;
import io.sfumato.sampling.Partial;
import io.sfumato.sampling.SampleListener;
import io.sfumato.sampling.Sampler;
import io.sfumato.sampling.Seeds;
import io.sfumato.sampling.SigmaSteps;
import io.sfumato.tensor.DType;
import io.sfumato.tensor.Grad;
import io.sfumato.tensor.Region;
import io.sfumato.tensor.ResidentMemory;
import io.sfumato.tensor.Rng;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;
import java.awt.image.BufferedImage;
import java.util.List;

/** Makes pictures of wishes, batch by batch, and hands on each as it is ready. */
record Generation(LatentDiffusion model, GenerationSettings settings, Start start) {
    private static final int PIXEL_CHANNELS = 3;

    /** Pixels from which on memory is worth more than the hundredth of the time that it takes to touch it again. */
    private static final long LARGE = 256 * 256;

    void run(List<Wish> wishes, GenerationListener listener) {
        Sampler sampler = sampler();
        Shape shape = latentShape();
        int stepsPerBatch = sampler.schedule().sigmas(sampler.steps()).length - 1;
        int batches = (wishes.size() + settings.batch() - 1) / settings.batch();
        for (int batch = 0; batch < batches; batch++) {
            int first = batch * settings.batch();
            int stepsBefore = batch * stepsPerBatch;
            List<Wish> these = wishes.subList(first, Math.min(first + settings.batch(), wishes.size()));
            Seeds seeds = Seeds.consecutive(settings.seed() + first, these.size());
            SampleListener heard = (done, of, sigma) -> listener.step(stepsBefore + done, batches * stepsPerBatch);
            List<BufferedImage> images = Grad.off(() -> Region.computing(() -> {
                Tensor from = from(sampler, seeds, shape);
                Tensor clean = finite(sampler.sample(guided(these, shape), from, seeds.fresh(), heard));
                giveBackMemory();
                Pixels pixels = model.firstStage().decode(new Latents(clean));
                return PixelImages.toImages(new Pixels(finite(pixels.nchw())));
            }));
            giveBackMemory();
            for (int i = 0; i < images.size(); i++) {
                listener.picture(first + i, settings.seed() + first + i, images.get(i));
            }
        }
    }

    /** These latents or pixels; throws where they are no picture: what is no number would be black, or some code of a codebook. */
    private Tensor finite(Tensor made) {
        if (made.isFinite()) {
            return made;
        }
        DType precision = model.compute().dtype();
        throw new NoPictureException("a picture has numbers that are infinite or none, computed in "
                + precision.spelling() + ". "
                + (precision == DType.FLOAT16
                        ? "Its range ends at 65504, which this model leaves: choose --precision bfloat16 or float32"
                        : "Expected finite ones: are the weights of the model those that were trained?"));
    }

    /** Steps and the first stage need memory in pieces of other sizes: what one leaves behind is of little use to the other. */
    private void giveBackMemory() {
        if ((long) settings.width() * settings.height() >= LARGE) {
            ResidentMemory.giveBack();
        }
    }

    /** Unit-variance latents where the trajectories start, [N, C, h, w]. */
    private Tensor from(Sampler sampler, Seeds seeds, Shape shape) {
        Tensor unit = seeds.unitNoise(shape).to(model.device());
        if (!(start instanceof Start.Picture picture)) {
            return unit;
        }
        try (Rng seeded = Rng.seeded(settings.seed());
                Rng rng = seeded.fork("first stage")) {
            Tensor clean = model.firstStage().encode(picture.pixels(), rng).nchw(); // [1, C, h, w]
            giveBackMemory();
            return sampler.noised(clean.expand(unit.shape().toArray()), unit);
        }
    }

    private Denoise guided(List<Wish> wishes, Shape shape) {
        Condition wanted = condition(wishes.stream().map(Wish::wanted).toList(), shape);
        Condition unwanted = condition(wishes.stream().map(Wish::unwanted).toList(), shape);
        return new ClassifierFree(settings.guidance(), unwanted, settings.guided())
                .bind(model.denoiser().taking(settings.shortcuts()), wanted);
    }

    private Condition condition(List<Cue> cues, Shape shape) {
        return model.conditioner().encode(cues).stretched(shape.size(1), shape.size(2));
    }

    private Sampler sampler() {
        try {
            Sampler whole = settings.sampler().build(model.levels(), settings.steps(), settings.eta());
            Sampler sampler = new Sampler(whole.solver(), part(whole.schedule()), whole.steps());
            sampler.schedule().sigmas(sampler.steps()); // complains of more steps than the network has levels
            return sampler;
        } catch (IllegalArgumentException e) {
            throw new RequestException(e.getMessage());
        }
    }

    private SigmaSteps part(SigmaSteps whole) {
        return start instanceof Start.Picture picture ? new Partial(whole, picture.strength()) : whole;
    }

    /** [C, h, w] of one picture. */
    private Shape latentShape() {
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

package io.sfumato.replay;

import io.sfumato.condition.Condition;
import io.sfumato.condition.Conditioner;
import io.sfumato.firststage.Latents;
import io.sfumato.model.Model;
import io.sfumato.pipeline.LatentDiffusion;
import io.sfumato.sampling.ClassifierFree;
import io.sfumato.sampling.Denoise;
import io.sfumato.sampling.Guidance;
import io.sfumato.sampling.KnownRegion;
import io.sfumato.sampling.SampleListener;
import io.sfumato.sampling.Sampler;
import io.sfumato.sampling.Unguided;
import io.sfumato.tensor.Device;
import io.sfumato.tensor.Grad;
import io.sfumato.tensor.Region;
import io.sfumato.tensor.Safetensors;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.TensorArchive;
import io.sfumato.tensor.TensorFiles;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One run with given noise and inputs.
 *
 * <p>The input file has {@code x_T} [N, C, h, w], the unit noise where the run starts; {@code noise} [draws, N, C, h, w],
 * what a stochastic sampler draws in its order; what the model is told, under {@code class_label}, {@code tokens},
 * {@code embeddings}, {@code lr_image}, {@code segmentation}, or {@code masked_image} and {@code mask_image}, and with
 * guidance the same again under {@code uncond.} (of two things that a model is told at once, what stands beside the latents
 * may stay away there and is then the same); and for a known region {@code x0}, {@code mask} (1 where it is known)
 * and {@code mask_noise}. The output file has {@code latent} and {@code image}.
 *
 * @param guidance scale of classifier-free guidance; 1 is none
 */
public record Replay(Model model, Sampler sampler, double guidance) {

    /** Runs, and writes the output file. Throws {@link ReplayException} where an input is missing or does not fit. */
    public void run(Path in, Path out, SampleListener listener) {
        Grad.off(() -> {
            try (Region region = Region.open();
                    TensorArchive archive = TensorFiles.open(in)) {
                Safetensors.write(out, run(new Inputs(in, archive), listener), Map.of());
            } catch (IllegalArgumentException e) { // by a part that what was given does not fit
                throw new ReplayException(in + " does not fit the model: " + e.getMessage());
            }
        });
    }

    private Map<String, Tensor> run(Inputs inputs, SampleListener listener) {
        LatentDiffusion diffusion = model.latentDiffusion();
        Tensor start = inputs.floats("x_T", 4, "unit noise [N, C, h, w]").to(device());
        checkChannels(start, diffusion.firstStage().channels());
        Denoise denoise = guidance(inputs, start, diffusion.conditioner())
                .bind(diffusion.denoiser(), condition(inputs, start, "", diffusion.conditioner()));
        Tensor latent = withKnownRegion(inputs, start.shape()).sample(denoise, start, inputs.noise("noise"), listener);
        Map<String, Tensor> outputs = new LinkedHashMap<>();
        outputs.put("latent", latent);
        outputs.put("image", diffusion.firstStage().decode(new Latents(latent)).nchw());
        return outputs;
    }

    private Device device() {
        return model.compute().device();
    }

    private static void checkChannels(Tensor start, int channels) {
        if (start.size(1) != channels) {
            throw new ReplayException("x_T is " + start.shape() + ", expected [N, " + channels + ", h, w]");
        }
    }

    private static void checkMask(Shape mask, Shape latents) {
        boolean isForAll = mask.size(0) == 1 || mask.size(0) == latents.size(0);
        boolean isOfChannels = mask.size(1) == 1 || mask.size(1) == latents.size(1);
        if (!isForAll || !isOfChannels || mask.size(2) != latents.size(2) || mask.size(3) != latents.size(3)) {
            throw new ReplayException("mask is " + mask + ", expected [N, 1, h, w] beside x_T, " + latents);
        }
    }

    private Guidance guidance(Inputs inputs, Tensor start, Conditioner conditioner) {
        return guidance == 1
                ? new Unguided()
                : new ClassifierFree(guidance, condition(inputs, start, "uncond.", conditioner));
    }

    private Condition condition(Inputs inputs, Tensor start, String prefix, Conditioner conditioner) {
        return conditioner.encode(new CueInputs(inputs, start.size(0), prefix)
                .read(model.description().conditioner()));
    }

    private Sampler withKnownRegion(Inputs inputs, Shape shape) {
        if (!inputs.has("mask") && !inputs.has("x0")) {
            return sampler;
        }
        Tensor clean = inputs.floats("x0", 4, "the known latents " + shape).to(device());
        Tensor mask =
                inputs.floats("mask", 4, "1 where x0 is known, [N, 1, h, w]").to(device());
        if (!clean.shape().equals(shape)) {
            throw new ReplayException("x0 is " + clean.shape() + ", expected the shape of x_T, " + shape);
        }
        checkMask(mask.shape(), shape);
        return new Sampler(
                new KnownRegion(sampler.solver(), clean, mask, inputs.noise("mask_noise")),
                sampler.schedule(),
                sampler.steps());
    }
}

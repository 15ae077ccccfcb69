package io.sfumato.reference;

import io.sfumato.diffusion.BetaSchedule;
import io.sfumato.diffusion.EpsPrediction;
import io.sfumato.diffusion.NoiseTable;
import io.sfumato.diffusion.Preconditioning;
import io.sfumato.diffusion.X0Prediction;
import io.sfumato.firststage.FirstStageSpec;
import io.sfumato.firststage.LatentScaling;
import io.sfumato.model.ConditionerSpec;
import io.sfumato.model.GenerationDefaults;
import io.sfumato.model.ModelDescription;
import io.sfumato.model.ModelException;
import io.sfumato.unet.UNetSpec;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/** Reads the reference's latent diffusion model. */
final class DiffusionReader {
    static final Set<String> ALL = Set.of("ldm.models.diffusion.ddpm.LatentDiffusion");

    private static final int TIMESTEPS = 1000;

    private DiffusionReader() {}

    static ReferenceConfig.Diffusion read(Target target, HeadRule heads, Path config) {
        Params params = target.params();
        ignoreTraining(params);
        ReferenceConfig.Autoencoder autoencoder =
                AutoencoderReader.read(Target.of(params, "first_stage_config", AutoencoderReader.ALL), config);
        FirstStageSpec firstStage = autoencoder.firstStage();
        UNetSpec unet = UNetReader.read(Target.of(params, "unet_config", UNetReader.ALL), heads);
        ConditionerSpec conditioner = ConditionerReader.read(params, unet.whole());
        boolean measured = params.flag("scale_by_std", false);
        ModelDescription description = new ModelDescription(
                ModelDescription.VERSION,
                name(config),
                firstStage,
                new LatentScaling(0, params.number("scale_factor", 1)),
                conditioner,
                unet,
                preconditioning(params),
                defaults(params, firstStage, conditioner),
                Map.of());
        ReferenceConfig.Extras extras = new ReferenceConfig.Extras(
                params.flag("use_ema", true) ? ReferenceConfig.Averages.KEPT : ReferenceConfig.Averages.NONE,
                measured ? ReferenceConfig.Scale.IN_CHECKPOINT : ReferenceConfig.Scale.IN_CONFIGURATION,
                autoencoder.remapped(),
                params.flag("learn_logvar", false)
                        ? ReferenceConfig.LossWeights.LEARNT
                        : ReferenceConfig.LossWeights.FIXED);
        fit(target, description);
        params.done();
        return new ReferenceConfig.Diffusion(description, extras);
    }

    private static String name(Path file) {
        return file.getFileName().toString().replaceFirst("\\.ya?ml$", "");
    }

    private static void ignoreTraining(Params params) {
        params.ignore(
                "base_learning_rate",
                "ckpt_path",
                "cond_stage_forward",
                "cond_stage_key",
                "cond_stage_trainable",
                "first_stage_key",
                "ignore_keys",
                "l_simple_weight",
                "load_only_unet",
                "log_every_t",
                "logvar_init",
                "loss_type",
                "monitor",
                "original_elbo_weight",
                "scheduler_config",
                "clip_denoised");
        params.only("num_timesteps_cond", 1);
        params.only("use_positional_encodings", false);
        params.only("v_posterior", 0);
        params.only("given_betas", "null");
    }

    private static Preconditioning preconditioning(Params params) {
        try {
            NoiseTable table = NoiseTable.of(schedule(params), params.integer("timesteps", TIMESTEPS));
            String kind = params.text("parameterization", "eps");
            return switch (kind) {
                case "eps" -> new EpsPrediction(table);
                case "x0" -> new X0Prediction(table);
                default ->
                    throw new ModelException(params.path("parameterization") + " is " + kind + ", expected eps or x0");
            };
        } catch (IllegalArgumentException e) {
            throw new ModelException(params.path("linear_start") + ": " + e.getMessage(), e);
        }
    }

    private static BetaSchedule schedule(Params params) {
        double start = params.number("linear_start", 1e-4);
        double end = params.number("linear_end", 2e-2);
        double offset = params.number("cosine_s", 8e-3);
        String name = params.text("beta_schedule", "linear");
        return switch (name) {
            case "linear" -> new BetaSchedule.ScaledLinear(start, end);
            case "sqrt_linear" -> new BetaSchedule.Linear(start, end);
            case "sqrt" -> new BetaSchedule.SquareRoot(start, end);
            case "cosine" -> new BetaSchedule.Cosine(offset);
            default ->
                throw new ModelException(params.path("beta_schedule") + " is " + name
                        + ", expected linear, sqrt_linear, sqrt or cosine");
        };
    }

    /** Pictures of the size that the model was trained on; the rest is what the reference's scripts ask for. */
    private static GenerationDefaults defaults(Params params, FirstStageSpec firstStage, ConditionerSpec conditioner) {
        int side = params.integer("image_size", 256) * firstStage.sizes().factor();
        return GenerationDefaults.ofReference(side, conditioner);
    }

    private static void fit(Target target, ModelDescription description) {
        int latents = description.firstStage().sizes().embeddedChannels();
        int channels = target.params().integer("channels", latents);
        int predicted = description.unet().outChannels();
        if (channels != latents || predicted != latents) {
            throw new ModelException(target.where() + ": channels are " + channels + " and the U-Net's out_channels "
                    + predicted + ", expected " + latents + ", the embed_dim of the first stage");
        }
    }
}

package io.sfumato.reference;

import io.sfumato.condition.clip.ClipTextTransformer;
import io.sfumato.model.Conditioning;
import io.sfumato.model.ModelParts;
import java.util.Set;

/** How the reference names in checkpoints what has other names here. */
final class ReferenceKeys {
    static final String UNET = "model.diffusion_model.";
    static final String FIRST_STAGE = "first_stage_model.";
    static final String CONDITIONER = "cond_stage_model.";
    static final String AVERAGED = "model_ema.";
    /** The codebook's entries in use, behind the prefix of a first stage. */
    static final String USED = "quantize.used";

    static final String SCALE = "scale_factor";
    static final String CLIP_TEXT = CONDITIONER + "transformer.text_model.";
    static final String TO_LOGITS = CONDITIONER + "transformer.to_logits.";

    /** Buffers that follow from the configuration. */
    private static final Set<String> SCHEDULE = Set.of(
            "betas",
            "alphas_cumprod",
            "alphas_cumprod_prev",
            "sqrt_alphas_cumprod",
            "sqrt_one_minus_alphas_cumprod",
            "log_one_minus_alphas_cumprod",
            "sqrt_recip_alphas_cumprod",
            "sqrt_recipm1_alphas_cumprod",
            "posterior_variance",
            "posterior_log_variance_clipped",
            "posterior_mean_coef1",
            "posterior_mean_coef2",
            "lvlb_weights",
            "logvar");

    private ReferenceKeys() {}

    /** The key of one of our parameters, whose name begins with its part. */
    static String of(String ours, Conditioning conditioning) {
        if (ours.startsWith(ModelParts.UNET)) {
            return UNET + ours.substring(ModelParts.UNET.length());
        }
        if (ours.startsWith(ModelParts.FIRST_STAGE)) {
            return FIRST_STAGE + ours.substring(ModelParts.FIRST_STAGE.length());
        }
        return conditioner(conditioning) + ours.substring(conditioning.prefix().length());
    }

    private static String conditioner(Conditioning conditioning) {
        return conditioning.network() instanceof ClipTextTransformer ? CLIP_TEXT : CONDITIONER;
    }

    /** Where the average of a U-Net's parameter is: its name without dots, and without what it begins with. */
    static String averaged(String key) {
        return AVERAGED + key.substring("model.".length()).replace(".", "");
    }

    /** Whether a key that is no parameter may be in a checkpoint all the same. */
    static boolean isUnused(String key) {
        return isSchedule(key)
                || key.startsWith(AVERAGED)
                || isLoss(key)
                || key.startsWith(TO_LOGITS)
                || key.endsWith(".position_ids");
    }

    /** Whether it is a buffer that follows from the configuration, or the scale of the latents. */
    static boolean isSchedule(String key) {
        return SCHEDULE.contains(key) || key.equals(SCALE);
    }

    /** Whether it belongs to the losses that a first stage was trained with. */
    static boolean isLoss(String key) {
        return key.startsWith("loss.")
                || key.startsWith(FIRST_STAGE + "loss.")
                || key.startsWith(CONDITIONER + "loss.");
    }
}

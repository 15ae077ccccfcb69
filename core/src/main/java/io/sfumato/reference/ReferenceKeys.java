package io.sfumato.reference;

import io.sfumato.condition.clip.ClipTextTransformer;
import io.sfumato.model.ConditionerSpec;
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

    /** Learnt or not, nothing but the loss depends on it. */
    static final String LOSS_WEIGHTS = "logvar";

    /** Where a hybrid conditioner has what stands beside the latents. */
    static final String BESIDE = CONDITIONER + "concat_conditioner.";

    /** Where a hybrid conditioner has what is heard inside the network. */
    static final String INSIDE = CONDITIONER + "crossattn_conditioner.";

    /** Behind the prefix of a conditioner. */
    static final String CLIP_TEXT = "transformer.text_model.";

    /** Behind the prefix of a conditioner. */
    static final String TO_LOGITS = "transformer.to_logits.";

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
            LOSS_WEIGHTS);

    private ReferenceKeys() {}

    /** The key of one of our parameters, whose name begins with its part. */
    static String of(String ours, Conditioning conditioning) {
        if (ours.startsWith(ModelParts.UNET)) {
            return UNET + ours.substring(ModelParts.UNET.length());
        }
        if (ours.startsWith(ModelParts.FIRST_STAGE)) {
            return FIRST_STAGE + ours.substring(ModelParts.FIRST_STAGE.length());
        }
        if (conditioning.parts().isEmpty()) {
            return conditioner(CONDITIONER, conditioning, ours);
        }
        Conditioning beside = conditioning.parts().get(0);
        Conditioning inside = conditioning.parts().get(1);
        return !beside.prefix().isEmpty() && ours.startsWith(beside.prefix())
                ? conditioner(BESIDE, beside, ours)
                : conditioner(INSIDE, inside, ours);
    }

    private static String conditioner(String prefix, Conditioning conditioning, String ours) {
        String name = ours.substring(conditioning.prefix().length());
        return conditioning.network() instanceof ClipTextTransformer ? prefix + CLIP_TEXT + name : prefix + name;
    }

    /** Where the part of a conditioner is that is heard inside the network. */
    static String inside(ConditionerSpec conditioner) {
        return conditioner instanceof ConditionerSpec.Both ? INSIDE : CONDITIONER;
    }

    /** Whether it belongs to CLIP's text model, whose sizes only the checkpoint knows. */
    static boolean isClipText(String key) {
        return key.startsWith(CONDITIONER + CLIP_TEXT) || key.startsWith(INSIDE + CLIP_TEXT);
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
                || key.startsWith(CONDITIONER + TO_LOGITS)
                || key.startsWith(INSIDE + TO_LOGITS)
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

package io.sfumato.reference;

import io.sfumato.model.ModelException;
import io.sfumato.unet.UNetSpec;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Reads the reference's U-Net. */
final class UNetReader {
    static final Set<String> ALL = Set.of("ldm.modules.diffusionmodules.openaimodel.UNetModel");

    /** What the reference writes for "not given". */
    private static final int UNSET = -1;

    private UNetReader() {}

    static UNetSpec read(Target target, HeadRule rule) {
        Params params = target.params();
        // gradient checkpointing, dropout and the like act in training alone; sizes follow the input
        params.ignore("image_size", "use_checkpoint", "dropout", "legacy", "ckpt_path", "ignore_keys");
        params.only("dims", 2);
        params.only("conv_resample", true);
        params.only("use_fp16", false);
        params.only("use_new_attention_order", false);
        params.only("n_embed", "null");
        params.only("num_heads_upsample", UNSET);
        try {
            UNetSpec spec = new UNetSpec(
                    params.integer("in_channels"),
                    params.integer("out_channels"),
                    params.integer("model_channels"),
                    params.has("channel_mult") ? params.integers("channel_mult") : java.util.List.of(1, 2, 4, 8),
                    params.integer("num_res_blocks"),
                    new HashSet<>(params.integers("attention_resolutions")),
                    attention(params, rule),
                    params.flag("resblock_updown", false)
                            ? UNetSpec.Resampling.RESIDUAL
                            : UNetSpec.Resampling.CONVOLUTION,
                    params.flag("use_scale_shift_norm", false)
                            ? UNetSpec.Modulation.SCALE_SHIFT
                            : UNetSpec.Modulation.SHIFT,
                    params.has("num_classes")
                            ? Optional.of(new UNetSpec.ClassOf(params.integer("num_classes")))
                            : Optional.empty());
            params.done();
            return spec;
        } catch (IllegalArgumentException e) {
            throw new ModelException(target.where() + ": " + e.getMessage(), e);
        }
    }

    private static UNetSpec.Attention attention(Params params, HeadRule rule) {
        boolean transformer = params.flag("use_spatial_transformer", false);
        UNetSpec.HeadCount heads = rule.heads(given(params), transformer);
        if (!transformer) {
            params.only("context_dim", "null");
            params.ignore("transformer_depth");
            return new UNetSpec.SelfAttention(heads);
        }
        return new UNetSpec.CrossAttention(
                heads, params.integer("transformer_depth", 1), params.integer("context_dim"));
    }

    /** Heads as the configuration has them: a width wins over a number. */
    private static UNetSpec.HeadCount given(Params params) {
        int width = params.integer("num_head_channels", UNSET);
        int count = params.integer("num_heads", UNSET);
        if (width != UNSET) {
            return new UNetSpec.HeadWidth(width);
        }
        if (count == UNSET) {
            throw new ModelException(params.path("num_heads") + " is missing, and so is num_head_channels");
        }
        return new UNetSpec.FixedHeads(count);
    }
}

package io.sfumato.reference;

import io.sfumato.model.ModelException;
import io.sfumato.unet.UNetSpec;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the reference's U-Net. */
final class UNetReader {
    static final Set<String> ALL = Set.of("ldm.modules.diffusionmodules.openaimodel.UNetModel");

    /** What the reference writes for "not given". */
    private static final int UNSET = -1;

    private static final Set<String> KEYS = Set.of(
            "attention_resolutions",
            "channel_mult",
            "ckpt_path",
            "context_dim",
            "conv_resample",
            "dims",
            "dropout", // acts in training alone
            "ignore_keys",
            "image_size", // sizes follow the input
            "in_channels",
            "legacy", // decides nothing since April 2022 where heads share all channels
            "model_channels",
            "n_embed",
            "num_classes",
            "num_head_channels",
            "num_heads",
            "num_heads_upsample",
            "num_res_blocks",
            "out_channels",
            "resblock_updown",
            "transformer_depth",
            "use_checkpoint", // acts in training alone
            "use_fp16", // casts what comes in, and nothing else; precision is chosen when a model is opened
            "use_new_attention_order",
            "use_scale_shift_norm",
            "use_spatial_transformer");

    private UNetReader() {}

    static UNetSpec read(Target target, HeadRule rule) {
        Params params = target.params();
        params.expect(KEYS);
        params.only("dims", 2);
        params.only("use_new_attention_order", false);
        params.only("n_embed", "null");
        checkHeads(params);
        try {
            UNetSpec spec = new UNetSpec(
                    params.integer("in_channels"),
                    params.integer("out_channels"),
                    params.integer("model_channels"),
                    params.has("channel_mult") ? params.integers("channel_mult") : List.of(1, 2, 4, 8),
                    params.integer("num_res_blocks"),
                    new HashSet<>(params.integers("attention_resolutions")),
                    attention(params, rule),
                    resampling(params),
                    params.flag("use_scale_shift_norm", false)
                            ? UNetSpec.Modulation.SCALE_SHIFT
                            : UNetSpec.Modulation.SHIFT,
                    params.has("num_classes")
                            ? Optional.of(new UNetSpec.ClassOf(params.integer("num_classes")))
                            : Optional.empty());
            checkWidth(params, spec);
            return spec;
        } catch (IllegalArgumentException e) {
            throw new ModelException(target.where() + ": " + e.getMessage(), e);
        }
    }

    private static UNetSpec.Resampling resampling(Params params) {
        if (params.flag("resblock_updown", false)) {
            return UNetSpec.Resampling.RESIDUAL;
        }
        return params.flag("conv_resample", true) ? UNetSpec.Resampling.CONVOLUTION : UNetSpec.Resampling.PLAIN;
    }

    /** Self-attention on the way up may have another number of heads, which is not built here. */
    private static void checkHeads(Params params) {
        boolean decided = params.flag("use_spatial_transformer", false)
                || params.integer("num_head_channels", UNSET) != UNSET
                || !params.flag("legacy", true);
        int up = params.integer("num_heads_upsample", UNSET);
        int down = params.integer("num_heads", UNSET);
        if (!decided && up != UNSET && up != down) {
            throw new ModelException(params.path("num_heads_upsample") + " is " + up + ", expected " + down
                    + ", the num_heads, or none: heads are the same on the way down and up here");
        }
    }

    private static UNetSpec.Attention attention(Params params, HeadRule rule) {
        boolean transformer = params.flag("use_spatial_transformer", false);
        UNetSpec.HeadCount heads = rule.heads(given(params), transformer);
        if (!transformer) {
            params.only("context_dim", "null");
            return new UNetSpec.SelfAttention(heads);
        }
        return new UNetSpec.CrossAttention(
                heads, params.integer("transformer_depth", 1), params.integer("context_dim"));
    }

    /** Without {@code legacy}, heads of a width that leaves channels over are narrower than they are built here. */
    private static void checkWidth(Params params, UNetSpec spec) {
        if (params.flag("legacy", true) || !(spec.attention().heads() instanceof UNetSpec.HeadWidth heads)) {
            return;
        }
        spec.attendedWidths().stream()
                .filter(width -> !heads.divides(width))
                .findFirst()
                .ifPresent(width -> {
                    throw new ModelException(params.path("num_head_channels") + " is " + heads.channels()
                            + ", expected a divisor of " + width + ", the channels of a level, since legacy is false");
                });
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

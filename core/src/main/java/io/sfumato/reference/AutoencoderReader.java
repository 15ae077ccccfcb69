package io.sfumato.reference;

import io.sfumato.firststage.AutoencoderSpec;
import io.sfumato.firststage.FirstStageSpec;
import io.sfumato.firststage.UnknownIndex;
import io.sfumato.model.ModelException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Reads the reference's autoencoders. */
final class AutoencoderReader {
    static final String KL = "ldm.models.autoencoder.AutoencoderKL";

    /** The whole autoencoder, and the same as diffusion models use it. */
    static final Set<String> VQ = Set.of("ldm.models.autoencoder.VQModel", "ldm.models.autoencoder.VQModelInterface");

    static final Set<String> ALL =
            Set.of(KL, "ldm.models.autoencoder.VQModel", "ldm.models.autoencoder.VQModelInterface");

    private AutoencoderReader() {}

    /**
     * @param config the file that the target is in
     */
    static ReferenceConfig.Autoencoder read(Target target, Path config) {
        Params params = target.params();
        params.ignore("ckpt_path", "monitor", "lossconfig", "ignore_keys", "image_key", "colorize_nlabels");
        ReferenceConfig.Autoencoder read = target.name().equals(KL)
                ? new ReferenceConfig.Autoencoder(new FirstStageSpec.Kl(sizes(params, true)), Optional.empty())
                : quantized(params, config);
        params.done();
        return read;
    }

    private static ReferenceConfig.Autoencoder quantized(Params params, Path config) {
        params.ignore("batch_resize_range", "scheduler_config", "lr_g_factor", "use_ema");
        params.flag("sane_index_shape", false); // indices have a shape here in any case
        FirstStageSpec.Vq spec = codebook(params);
        Optional<UnknownIndex> unknown = RemapReader.unknown(params);
        return new ReferenceConfig.Autoencoder(
                unknown.map(it -> RemapReader.ofFile(spec, it, params, config)).orElse(spec), unknown);
    }

    private static FirstStageSpec.Vq codebook(Params params) {
        try {
            return new FirstStageSpec.Vq(sizes(params, false), params.integer("n_embed"));
        } catch (IllegalArgumentException e) {
            throw new ModelException(params.path("n_embed") + ": " + e.getMessage(), e);
        }
    }

    private static AutoencoderSpec sizes(Params params, boolean kl) {
        Params config = params.mapping("ddconfig");
        config.ignore("dropout"); // in training alone
        config.only("in_channels", 3);
        config.only("out_ch", 3);
        config.only("resamp_with_conv", true);
        config.only("give_pre_end", false);
        config.only("tanh_out", false);
        if (config.flag("double_z", true) != kl) {
            throw new ModelException(config.path("double_z") + " is " + !kl + ", expected " + kl + " for "
                    + (kl ? "AutoencoderKL" : "VQModel"));
        }
        try {
            AutoencoderSpec spec = new AutoencoderSpec(
                    1,
                    config.integer("resolution"),
                    config.integer("ch"),
                    config.has("ch_mult") ? config.integers("ch_mult") : List.of(1, 2, 4, 8),
                    config.integer("num_res_blocks"),
                    new HashSet<>(config.integers("attn_resolutions")),
                    attention(config),
                    config.integer("z_channels"),
                    params.integer("embed_dim"));
            config.done();
            return spec;
        } catch (IllegalArgumentException e) {
            throw new ModelException(params.path("ddconfig") + ": " + e.getMessage(), e);
        }
    }

    private static AutoencoderSpec.Attention attention(Params config) {
        String type = config.text("attn_type", "vanilla");
        if (config.flag("use_linear_attn", false)) {
            return AutoencoderSpec.Attention.LINEAR; // wins over the type
        }
        return switch (type.toLowerCase(Locale.ROOT)) {
            case "vanilla" -> AutoencoderSpec.Attention.SOFTMAX;
            case "linear" -> AutoencoderSpec.Attention.LINEAR;
            case "none" -> AutoencoderSpec.Attention.NONE;
            default ->
                throw new ModelException(
                        config.path("attn_type") + " is " + type + ", expected vanilla, linear or none");
        };
    }
}

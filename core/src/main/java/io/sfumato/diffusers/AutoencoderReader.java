package io.sfumato.diffusers;

import io.sfumato.firststage.AutoencoderSpec;
import io.sfumato.firststage.FirstStageSpec;
import io.sfumato.firststage.LatentScaling;
import io.sfumato.model.ModelException;
import io.sfumato.reference.Params;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads autoencoders.
 *
 * @param spec what to build
 * @param scaling what the latents are multiplied with before they are noised
 */
record AutoencoderReader(FirstStageSpec spec, LatentScaling scaling) {
    private static final String KL = "AutoencoderKL";
    private static final String VQ = "VQModel";

    /** Of a KL autoencoder whose configuration is older than the key, as the library has it. */
    private static final double KL_SCALE = 0.18215;

    /**
     * Of a VQ model without the key. The library takes the scale of KL models there, with which those that it published
     * decode to noise: their latents have about unit variance as they are (Rombach et al. 2021, app. D.1).
     */
    private static final double VQ_SCALE = 1;

    private static final int SAMPLE_SIZE = 256;

    private static final Map<String, Levels.Block> DOWN = Map.of(
            "DownEncoderBlock2D", Levels.Block.PLAIN,
            "AttnDownEncoderBlock2D", Levels.Block.ATTENDING);

    private static final Map<String, Levels.Block> UP = Map.of(
            "UpDecoderBlock2D", Levels.Block.PLAIN,
            "AttnUpDecoderBlock2D", Levels.Block.ATTENDING);

    static AutoencoderReader read(Component component) {
        Params params = component.expect(Set.of(KL, VQ)).config();
        params.ignore("force_upcast"); // a matter of precision
        params.only("in_channels", 3);
        params.only("out_channels", 3);
        params.only("act_fn", "silu");
        params.only("norm_num_groups", 32);
        try {
            AutoencoderReader read = component.type().equals(KL) ? kl(params) : vq(params);
            params.done();
            return read;
        } catch (IllegalArgumentException e) {
            throw new ModelException(params.path("block_out_channels") + ": " + e.getMessage(), e);
        }
    }

    private static AutoencoderReader kl(Params params) {
        params.only("use_quant_conv", true);
        params.only("use_post_quant_conv", true);
        params.only("shift_factor", "null");
        params.only("latents_mean", "null");
        params.only("latents_std", "null");
        int latents = params.integer("latent_channels", 4);
        return new AutoencoderReader(new FirstStageSpec.Kl(sizes(params, latents, latents)), scaling(params, KL_SCALE));
    }

    private static AutoencoderReader vq(Params params) {
        params.only("norm_type", "group");
        params.only("lookup_from_codebook", false);
        int latents = params.integer("latent_channels", 3);
        return new AutoencoderReader(
                new FirstStageSpec.Vq(
                        sizes(params, latents, params.integer("vq_embed_dim", latents)),
                        params.integer("num_vq_embeddings")),
                scaling(params, VQ_SCALE));
    }

    private static LatentScaling scaling(Params params, double otherwise) {
        try {
            return new LatentScaling(0, params.number("scaling_factor", otherwise));
        } catch (IllegalArgumentException e) {
            throw new ModelException(params.path("scaling_factor") + ": " + e.getMessage(), e);
        }
    }

    private static AutoencoderSpec sizes(Params params, int latents, int embedded) {
        Levels levels = Levels.read(params, DOWN, UP);
        int resolution = levels.side(params.integer("sample_size", SAMPLE_SIZE));
        AutoencoderSpec.Attention attention = params.flag("mid_block_add_attention", true)
                ? AutoencoderSpec.Attention.SOFTMAX
                : AutoencoderSpec.Attention.NONE;
        Set<Integer> sides =
                levels.attending().stream().map(level -> resolution >> level).collect(Collectors.toUnmodifiableSet());
        if (attention == AutoencoderSpec.Attention.NONE && !sides.isEmpty()) {
            throw new ModelException(params.path("mid_block_add_attention")
                    + " is false, expected true where levels have attention (other models are not built here)");
        }
        return new AutoencoderSpec(
                1,
                resolution,
                levels.width(),
                levels.multipliers(),
                params.integer("layers_per_block", 1),
                sides,
                attention,
                latents,
                embedded);
    }

    /** The same, with latents as the encoder gives them. */
    AutoencoderReader unscaled() {
        return new AutoencoderReader(spec, LatentScaling.NONE);
    }
}

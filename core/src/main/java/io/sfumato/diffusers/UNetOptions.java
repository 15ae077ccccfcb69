package io.sfumato.diffusers;

import io.sfumato.reference.Params;

/** The options of U-Nets that have one value in every model that is built here, and those that change no picture. */
final class UNetOptions {
    private static final String NONE = "null";

    private UNetOptions() {}

    static void common(Params params) {
        params.ignore("dropout", "sample_size");
        params.only("act_fn", "silu");
        params.only("center_input_sample", false);
        params.only("class_embed_type", NONE);
        params.only("downsample_padding", 1);
        params.only("flip_sin_to_cos", true);
        params.only("freq_shift", 0);
        params.only("mid_block_scale_factor", 1);
        params.only("norm_eps", 1e-5);
        params.only("norm_num_groups", 32);
        params.only("time_embedding_type", "positional");
    }

    static void unconditional(Params params) {
        params.ignore("num_train_timesteps"); // of learned embeddings
        params.only("add_attention", true);
        params.only("attn_norm_num_groups", 32);
        params.only("mid_block_type", "UNetMidBlock2D");
    }

    static void conditional(Params params) {
        params.ignore(
                "addition_embed_type_num_heads", // of what is refused below
                "upcast_attention", // a matter of precision
                "use_linear_projection"); // a convolution of one pixel is a linear map
        params.only("addition_embed_type", NONE);
        params.only("addition_time_embed_dim", NONE);
        params.only("attention_type", "default");
        params.only("class_embeddings_concat", false);
        params.only("conv_in_kernel", 3);
        params.only("conv_out_kernel", 3);
        params.only("cross_attention_norm", NONE);
        params.only("dual_cross_attention", false);
        params.only("encoder_hid_dim", NONE);
        params.only("encoder_hid_dim_type", NONE);
        params.only("mid_block_only_cross_attention", NONE);
        params.only("mid_block_type", "UNetMidBlock2DCrossAttn");
        params.only("num_attention_heads", NONE);
        params.only("num_class_embeds", NONE);
        params.only("only_cross_attention", false);
        params.only("projection_class_embeddings_input_dim", NONE);
        params.only("resnet_out_scale_factor", 1);
        params.only("resnet_skip_time_act", false);
        params.only("reverse_transformer_layers_per_block", NONE);
        params.only("time_cond_proj_dim", NONE);
        params.only("time_embedding_act_fn", NONE);
        params.only("time_embedding_dim", NONE);
        params.only("timestep_post_act", NONE);
    }
}

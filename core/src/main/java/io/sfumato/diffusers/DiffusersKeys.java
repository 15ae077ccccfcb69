package io.sfumato.diffusers;

import io.sfumato.condition.text.TextTransformerSpec;
import io.sfumato.firststage.AutoencoderSpec;
import io.sfumato.unet.UNetSpec;

/**
 * How diffusers names the parts of our networks. A network's names follow from its sizes alone: the reference counts the
 * blocks of a U-Net through, diffusers within each level, and both ways up begin at the deepest level.
 */
public final class DiffusersKeys {
    private DiffusersKeys() {}

    /** The names of {@code UNet2DModel} and {@code UNet2DConditionModel}. */
    public static KeyMap unet(UNetSpec spec) {
        return new UNetKeys(spec).build();
    }

    /** The names of {@code AutoencoderKL} and {@code VQModel}. */
    public static KeyMap firstStage(AutoencoderSpec spec) {
        return new AutoencoderKeys(spec).build();
    }

    /** The names of {@code CLIPTextModel}: ours, below its own. */
    public static KeyMap clip() {
        return new KeyMap.Builder()
                .add("embeddings", "text_model.embeddings")
                .add("encoder", "text_model.encoder")
                .add("final_layer_norm", "text_model.final_layer_norm")
                .build();
    }

    /** The names of {@code LDMBertModel}, whose layers each have an attention and a feed-forward part. */
    public static KeyMap bert(TextTransformerSpec spec) {
        KeyMap.Builder keys = new KeyMap.Builder()
                .add("transformer.token_emb", "model.embed_tokens")
                .add("transformer.pos_emb.emb", "model.embed_positions")
                .add("transformer.norm", "model.layer_norm");
        for (int layer = 0; layer < spec.layers(); layer++) {
            String attention = "transformer.attn_layers.layers." + 2 * layer;
            String feedForward = "transformer.attn_layers.layers." + (2 * layer + 1);
            String theirs = "model.layers." + layer;
            keys.add(attention + ".0", theirs + ".self_attn_layer_norm")
                    .add(attention + ".1.to_q", theirs + ".self_attn.q_proj")
                    .add(attention + ".1.to_k", theirs + ".self_attn.k_proj")
                    .add(attention + ".1.to_v", theirs + ".self_attn.v_proj")
                    .add(attention + ".1.to_out", theirs + ".self_attn.out_proj")
                    .add(feedForward + ".0", theirs + ".final_layer_norm")
                    .add(feedForward + ".1.net.0.0", theirs + ".fc1")
                    .add(feedForward + ".1.net.2", theirs + ".fc2");
        }
        return keys.build();
    }
}

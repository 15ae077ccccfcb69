package io.sfumato.diffusers;

import io.sfumato.firststage.AutoencoderSpec;

/** Names each part of an autoencoder twice. The reference counts the decoder's levels as the encoder's, diffusers as they come. */
final class AutoencoderKeys {
    private final AutoencoderSpec spec;
    private final int levels;
    private final KeyMap.Builder keys = new KeyMap.Builder();

    AutoencoderKeys(AutoencoderSpec spec) {
        this.spec = spec;
        levels = spec.multipliers().size();
    }

    KeyMap build() {
        keys.same("quant_conv", "post_quant_conv", "quantize");
        ends("encoder");
        ends("decoder");
        for (int level = 0; level < levels; level++) {
            String down = "encoder.down_blocks." + level;
            level("encoder.down." + level, down, spec.residualBlocks());
            keys.add("encoder.down." + level + ".downsample.conv", down + ".downsamplers.0.conv");
            String up = "decoder.up_blocks." + (levels - 1 - level);
            level("decoder.up." + level, up, spec.residualBlocks() + 1);
            keys.add("decoder.up." + level + ".upsample.conv", up + ".upsamplers.0.conv");
        }
        return keys.build();
    }

    /** What encoder and decoder have before, between and after their levels. */
    private void ends(String side) {
        keys.same(side + ".conv_in", side + ".conv_out").add(side + ".norm_out", side + ".conv_norm_out");
        residual(side + ".mid.block_1", side + ".mid_block.resnets.0");
        attention(side + ".mid.attn_1", side + ".mid_block.attentions.0");
        residual(side + ".mid.block_2", side + ".mid_block.resnets.1");
    }

    private void level(String ours, String theirs, int blocks) {
        for (int block = 0; block < blocks; block++) {
            residual(ours + ".block." + block, theirs + ".resnets." + block);
            attention(ours + ".attn." + block, theirs + ".attentions." + block);
        }
    }

    private void residual(String ours, String theirs) {
        for (String part : new String[] {".norm1", ".conv1", ".norm2", ".conv2"}) {
            keys.add(ours + part, theirs + part);
        }
        keys.add(ours + ".nin_shortcut", theirs + ".conv_shortcut");
    }

    private void attention(String ours, String theirs) {
        keys.add(ours + ".norm", theirs + ".group_norm")
                .add(ours + ".q", theirs + ".to_q")
                .add(ours + ".k", theirs + ".to_k")
                .add(ours + ".v", theirs + ".to_v")
                .add(ours + ".proj_out", theirs + ".to_out.0");
    }
}

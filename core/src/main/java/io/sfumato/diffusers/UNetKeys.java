package io.sfumato.diffusers;

import io.sfumato.unet.UNetSpec;

/** Walks through a U-Net as it is built, and names each part twice. */
final class UNetKeys {
    private final UNetSpec spec;
    private final int levels;
    private final KeyMap.Builder keys = new KeyMap.Builder();

    UNetKeys(UNetSpec spec) {
        this.spec = spec;
        levels = spec.multipliers().size();
    }

    KeyMap build() {
        keys.add("time_embed.0", "time_embedding.linear_1")
                .add("time_embed.2", "time_embedding.linear_2")
                .add("label_emb", "class_embedding")
                .add("input_blocks.0.0", "conv_in")
                .add("out.0", "conv_norm_out")
                .add("out.2", "conv_out");
        down();
        residual("middle_block.0", "mid_block.resnets.0");
        attention("middle_block.1", "mid_block.attentions.0");
        residual("middle_block.2", "mid_block.resnets.1");
        up();
        return keys.build();
    }

    private void down() {
        int entry = 1; // after the first convolution
        for (int level = 0; level < levels; level++) {
            String theirs = "down_blocks." + level;
            for (int block = 0; block < spec.residualBlocks(); block++, entry++) {
                block("input_blocks." + entry, theirs, new Place(level, block));
            }
            if (level + 1 < levels) {
                resample("input_blocks." + entry + ".0", ".op", theirs + ".downsamplers.0");
                entry++;
            }
        }
    }

    private void up() {
        int entry = 0;
        for (int level = levels - 1; level >= 0; level--) {
            String theirs = "up_blocks." + (levels - 1 - level);
            for (int block = 0; block <= spec.residualBlocks(); block++, entry++) {
                block("output_blocks." + entry, theirs, new Place(level, block));
                if (level > 0 && block == spec.residualBlocks()) {
                    String ours = "output_blocks." + entry + (attends(level) ? ".2" : ".1");
                    resample(ours, ".conv", theirs + ".upsamplers.0");
                }
            }
        }
    }

    /** A level, counted from the widest map, and a block of it. */
    private record Place(int level, int block) {}

    private void block(String ours, String theirs, Place place) {
        residual(ours + ".0", theirs + ".resnets." + place.block());
        if (attends(place.level())) {
            attention(ours + ".1", theirs + ".attentions." + place.block());
        }
    }

    private boolean attends(int level) {
        return spec.attentionFactors().contains(1 << level);
    }

    /** @param suffix what the reference appends for a convolution */
    private void resample(String ours, String suffix, String theirs) {
        if (spec.resampling() == UNetSpec.Resampling.RESIDUAL) {
            residual(ours, theirs);
        } else {
            keys.add(ours + suffix, theirs + ".conv");
        }
    }

    private void residual(String ours, String theirs) {
        keys.add(ours + ".in_layers.0", theirs + ".norm1")
                .add(ours + ".in_layers.2", theirs + ".conv1")
                .add(ours + ".emb_layers.1", theirs + ".time_emb_proj")
                .add(ours + ".out_layers.0", theirs + ".norm2")
                .add(ours + ".out_layers.3", theirs + ".conv2")
                .add(ours + ".skip_connection", theirs + ".conv_shortcut");
    }

    /** A transformer has the same names on both sides; what has one part for queries, keys and values here has three there. */
    private void attention(String ours, String theirs) {
        if (spec.attention() instanceof UNetSpec.CrossAttention) {
            keys.add(ours, theirs);
        } else {
            keys.add(ours + ".norm", theirs + ".group_norm")
                    .add(ours + ".qkv", theirs + ".to_q", theirs + ".to_k", theirs + ".to_v")
                    .add(ours + ".proj_out", theirs + ".to_out.0");
        }
    }
}

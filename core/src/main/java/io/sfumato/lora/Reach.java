package io.sfumato.lora;

import java.util.regex.Pattern;

/** Which layers of a network learn. */
public enum Reach {
    /** Queries, keys, values and outputs of every attention: the choice of diffusers' training scripts. */
    ATTENTION(
            ".*\\.attn[12]\\.(to_q|to_k|to_v|to_out\\.0)",
            ".*\\.self_attn\\.(q|k|v|out)_proj|transformer\\.attn_layers\\.layers\\.\\d+\\.1\\.to_(q|k|v|out)"),
    /** All of every transformer block: the choice of kohya's scripts. */
    TRANSFORMERS(
            ".*\\.(transformer_blocks\\..*|proj_in|proj_out)",
            ".*\\.(self_attn|mlp)\\..*|transformer\\.attn_layers\\.layers\\..*"),
    /** The convolutions around them too, which kohya's scripts call LoCon: all but the first and the last. */
    BLOCKS(
            "(?!input_blocks\\.0\\.)(input_blocks|middle_block|output_blocks)\\..*",
            ".*\\.(self_attn|mlp)\\..*|transformer\\.attn_layers\\.layers\\..*");

    private final Pattern unet;
    private final Pattern text;

    Reach(String unet, String text) {
        this.unet = Pattern.compile(unet);
        this.text = Pattern.compile(text);
    }

    /** Whether a layer is among them. */
    boolean reaches(Site site) {
        Pattern pattern =
                switch (site.part()) {
                    case UNET -> unet;
                    case TEXT -> text;
                };
        return pattern.matcher(site.within()).matches();
    }
}

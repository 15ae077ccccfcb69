package io.sfumato.lora;

import io.sfumato.tensor.Shape;
import io.sfumato.tensor.TensorArchive;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** What kind of model a file is for, as far as its names and sizes tell. */
public enum Family {
    STABLE_DIFFUSION_1("Stable Diffusion 1"),
    STABLE_DIFFUSION_2("Stable Diffusion 2"),
    STABLE_DIFFUSION_XL("Stable Diffusion XL"),
    LATENT_DIFFUSION("latent diffusion with BERT"),
    FLUX("Flux"),
    STABLE_DIFFUSION_3("Stable Diffusion 3"),
    UNKNOWN("a model of a kind unknown here");

    /** Names that the U-Nets built here do not have. */
    private static final List<Map.Entry<Pattern, Family>> NAMES = List.of(
            Map.entry(Pattern.compile("lora_te2_|text_encoder_2\\."), STABLE_DIFFUSION_XL),
            Map.entry(Pattern.compile("double_blocks|single_transformer_blocks"), FLUX),
            Map.entry(Pattern.compile("joint_blocks|attn[._]add_q_proj"), STABLE_DIFFUSION_3));

    /** What hears the text. */
    private static final Pattern HEARING = Pattern.compile("attn2[._](processor[._])?to_[kv]([._]|_lora)");

    /** What the text encoder begins with. */
    private static final Pattern READING = Pattern.compile("self_attn[._]([qkv]_proj|to_[qkv])");

    private final String spoken;

    Family(String spoken) {
        this.spoken = spoken;
    }

    @Override
    public String toString() {
        return spoken;
    }

    static Family of(TensorArchive archive) {
        for (Map.Entry<Pattern, Family> name : NAMES) {
            if (archive.names().stream().anyMatch(name.getKey().asPredicate())) {
                return name.getValue();
            }
        }
        Family byHearing = byWidth(archive, HEARING);
        return byHearing == UNKNOWN ? byWidth(archive, READING) : byHearing;
    }

    /** By the width of the text's vectors, which every down of these layers has. */
    private static Family byWidth(TensorArchive archive, Pattern layers) {
        return archive.names().stream()
                .filter(layers.asPredicate())
                .filter(key -> LoraKey.of(key)
                        .filter(it -> it.role() == LoraKey.Role.DOWN)
                        .isPresent())
                .findFirst()
                .map(key -> ofWidth(archive.shape(key)))
                .orElse(UNKNOWN);
    }

    private static Family ofWidth(Shape down) {
        if (down.rank() < 2) {
            return UNKNOWN;
        }
        return switch ((int) Math.min(down.size(1), Integer.MAX_VALUE)) {
            case 768 -> STABLE_DIFFUSION_1;
            case 1024 -> STABLE_DIFFUSION_2;
            case 1280 -> LATENT_DIFFUSION;
            case 2048 -> STABLE_DIFFUSION_XL;
            default -> UNKNOWN;
        };
    }
}

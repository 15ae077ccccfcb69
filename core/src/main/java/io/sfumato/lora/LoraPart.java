package io.sfumato.lora;

/** A network that can be adapted; each format of files begins the names of its layers in its own way. */
public enum LoraPart {
    UNET("lora_unet_", "unet."),
    /** The text encoder, CLIP or BERT. */
    TEXT("lora_te_", "text_encoder.");

    private final String kohya;
    private final String diffusers;

    LoraPart(String kohya, String diffusers) {
        this.kohya = kohya;
        this.diffusers = diffusers;
    }

    /** In kohya's files, where names have no dots. */
    String kohya() {
        return kohya;
    }

    /** In files of diffusers. */
    String diffusers() {
        return diffusers;
    }
}

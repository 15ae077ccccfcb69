package io.sfumato.lora;

/** A network that can be adapted; each format of files begins the names of its layers in its own way. */
public enum LoraPart {
    UNET("U-Net", "lora_unet_", "unet."),
    /** The text encoder, CLIP or BERT. */
    TEXT("text encoder", "lora_te_", "text_encoder.");

    private final String spoken;
    private final String kohya;
    private final String diffusers;

    LoraPart(String spoken, String kohya, String diffusers) {
        this.spoken = spoken;
        this.kohya = kohya;
        this.diffusers = diffusers;
    }

    @Override
    public String toString() {
        return spoken;
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

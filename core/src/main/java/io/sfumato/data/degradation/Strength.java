package io.sfumato.data.degradation;

/** How bad a picture may become. */
public enum Strength {
    /** Blurred a little, with little noise: what the published super-resolution model learned, the reference's bsrgan_light. */
    LIGHT,
    /** As in the paper, blurred twice: the reference's bsrgan. */
    FULL
}

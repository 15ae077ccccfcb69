package io.sfumato.reference;

/** What a tensor of a checkpoint belongs to, by its key. */
public enum ReferencePart {
    UNET,
    /** The running average of the U-Net's weights. */
    AVERAGES,
    FIRST_STAGE,
    CONDITIONER,
    /** Losses of the first stage's training: nothing uses them after it. */
    LOSSES,
    /** Buffers that follow from the configuration. */
    SCHEDULE,
    OTHER;

    /** The part of a key. */
    public static ReferencePart of(String key) {
        if (key.startsWith(ReferenceKeys.UNET)) {
            return UNET;
        }
        if (key.startsWith(ReferenceKeys.AVERAGED)) {
            return AVERAGES;
        }
        if (ReferenceKeys.isLoss(key)) {
            return LOSSES;
        }
        if (key.startsWith(ReferenceKeys.FIRST_STAGE) || isAutoencoder(key)) {
            return FIRST_STAGE;
        }
        if (key.startsWith(ReferenceKeys.CONDITIONER)) {
            return CONDITIONER;
        }
        return ReferenceKeys.isSchedule(key) ? SCHEDULE : OTHER;
    }

    /** Autoencoders alone have no prefix. */
    private static boolean isAutoencoder(String key) {
        return key.matches("(encoder|decoder|quant_conv|post_quant_conv|quantize)\\..*");
    }
}

package io.sfumato.reference;

/** Which of a checkpoint's weights of the U-Net are meant. */
public enum Weights {
    /** Their average where the checkpoint has one. */
    AUTO,
    /** Their running average over training. */
    EMA,
    /** As the last step of training left them. */
    RAW
}

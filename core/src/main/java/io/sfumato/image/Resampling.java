package io.sfumato.image;

/** How the pixels of a picture of another size are made. */
public enum Resampling {
    /** The pixel that lies there: Pillow's NEAREST. */
    NEAREST,
    /** The mean of what a pixel covers: Pillow's BOX. */
    BOX,
    /** Linear, over what a pixel covers: Pillow's BILINEAR. */
    BILINEAR,
    /** As sharp as {@link #BICUBIC} where pictures shrink, without its halos: Pillow's HAMMING. */
    HAMMING,
    /** Cubic (a = −1/2), over what a pixel covers: Pillow's BICUBIC. */
    BICUBIC,
    /** A windowed sinc of three lobes, over what a pixel covers: Pillow's LANCZOS. */
    LANCZOS,
    /** Linear between the two nearest pixels, however many a pixel covers: OpenCV's INTER_LINEAR. */
    TWO_NEAREST,
    /** The mean of what a pixel covers, with its borders in part: OpenCV's INTER_AREA. */
    AREA
}

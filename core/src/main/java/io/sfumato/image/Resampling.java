package io.sfumato.image;

/** How the pixels of a picture of another size are made. */
public enum Resampling {
    /** The pixel that lies there: Pillow's NEAREST. */
    NEAREST {
        @Override
        Picture resize(Picture picture, int width, int height) {
            return Nearest.resize(picture, width, height);
        }
    },
    /** The mean of what a pixel covers: Pillow's BOX. */
    BOX {
        @Override
        Picture resize(Picture picture, int width, int height) {
            return FixedPoint.resize(picture, width, height, Window.BOX);
        }
    },
    /** Linear, over what a pixel covers: Pillow's BILINEAR. */
    BILINEAR {
        @Override
        Picture resize(Picture picture, int width, int height) {
            return FixedPoint.resize(picture, width, height, Window.TRIANGLE);
        }
    },
    /** As sharp as {@link #BICUBIC} where pictures shrink, without its halos: Pillow's HAMMING. */
    HAMMING {
        @Override
        Picture resize(Picture picture, int width, int height) {
            return FixedPoint.resize(picture, width, height, Window.HAMMING);
        }
    },
    /** Cubic (a = −1/2), over what a pixel covers: Pillow's BICUBIC. */
    BICUBIC {
        @Override
        Picture resize(Picture picture, int width, int height) {
            return FixedPoint.resize(picture, width, height, Window.CUBE);
        }
    },
    /** A windowed sinc of three lobes, over what a pixel covers: Pillow's LANCZOS. */
    LANCZOS {
        @Override
        Picture resize(Picture picture, int width, int height) {
            return FixedPoint.resize(picture, width, height, Window.LANCZOS);
        }
    },
    /** Linear between the two nearest pixels, however many a pixel covers: OpenCV's INTER_LINEAR. */
    TWO_NEAREST {
        @Override
        Picture resize(Picture picture, int width, int height) {
            return Interpolated.resize(picture, width, height, FloatResampling.TWO_NEAREST);
        }
    },
    /** Cubic (a = −3/4) through the four nearest pixels, however many a pixel covers: OpenCV's INTER_CUBIC. */
    FOUR_NEAREST {
        @Override
        Picture resize(Picture picture, int width, int height) {
            return Interpolated.resize(picture, width, height, FloatResampling.FOUR_NEAREST);
        }
    },
    /** The mean of what a pixel covers, with its borders in part: OpenCV's INTER_AREA. */
    AREA {
        @Override
        Picture resize(Picture picture, int width, int height) {
            return Interpolated.resize(picture, width, height, FloatResampling.AREA);
        }
    };

    /** A picture of another size; both sides 1 or more. */
    abstract Picture resize(Picture picture, int width, int height);
}

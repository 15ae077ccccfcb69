package io.sfumato.image;

/** How the pixels of a picture of another size are made where nothing is rounded. */
public enum FloatResampling {
    /** Linear between the two nearest pixels: OpenCV's INTER_LINEAR. */
    TWO_NEAREST {
        @Override
        Grid grid(int width, int height, int toWidth, int toHeight) {
            return new Grid(Weights.twoNearest(width, toWidth), Weights.twoNearest(height, toHeight));
        }
    },
    /** Cubic (a = −3/4) through the four nearest pixels: OpenCV's INTER_CUBIC. */
    FOUR_NEAREST {
        @Override
        Grid grid(int width, int height, int toWidth, int toHeight) {
            return new Grid(Weights.fourNearest(width, toWidth), Weights.fourNearest(height, toHeight));
        }
    },
    /** The mean of what a pixel covers, with its borders in part: OpenCV's INTER_AREA. */
    AREA {
        @Override
        Grid grid(int width, int height, int toWidth, int toHeight) {
            boolean shrinks = toWidth <= width && toHeight <= height;
            return shrinks
                    ? new Grid(Weights.covered(width, toWidth), Weights.covered(height, toHeight))
                    : new Grid(Weights.stretched(width, toWidth), Weights.stretched(height, toHeight));
        }
    },
    /** Cubic (a = −1/2) over what a pixel covers, beyond its border a mirror of the picture: MATLAB's imresize. */
    MIRRORED_CUBIC {
        @Override
        Grid grid(int width, int height, int toWidth, int toHeight) {
            return new Grid(
                    Weights.mirrored(Window.CUBE, width, toWidth), Weights.mirrored(Window.CUBE, height, toHeight));
        }
    };

    /** How the pixels of a picture of these sides become those of one of those sides, all 1 or more. */
    abstract Grid grid(int width, int height, int toWidth, int toHeight);
}

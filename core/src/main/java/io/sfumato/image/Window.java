package io.sfumato.image;

import java.util.function.DoubleUnaryOperator;

/**
 * The weight of a pixel by its distance from the point that is made, in pixels of the smaller of the two pictures.
 *
 * @param reach beyond which the weight is 0
 */
record Window(double reach, DoubleUnaryOperator weight) {
    private static final double CUBIC = -0.5;
    private static final double SHARP_CUBIC = -0.75; // OpenCV's
    private static final double HAMMING_MEAN = 0.54;

    static final Window BOX = new Window(0.5, x -> x > -0.5 && x <= 0.5 ? 1 : 0);
    static final Window TRIANGLE = new Window(1, x -> Math.max(0, 1 - Math.abs(x)));
    static final Window HAMMING = new Window(1, Window::hamming);
    static final Window CUBE = new Window(2, x -> cubic(Math.abs(x), CUBIC));
    static final Window SHARP_CUBE = new Window(2, x -> cubic(Math.abs(x), SHARP_CUBIC));
    static final Window LANCZOS = new Window(3, x -> x >= -3 && x < 3 ? sinc(x) * sinc(x / 3) : 0);

    private static double hamming(double at) {
        double x = Math.abs(at);
        if (x >= 1) {
            return 0;
        }
        return sinc(x) * (HAMMING_MEAN + (1 - HAMMING_MEAN) * Math.cos(Math.PI * x));
    }

    /** Keys 1981, eq. 4, before a is chosen to be −1/2. */
    private static double cubic(double x, double a) {
        if (x < 1) {
            return ((a + 2) * x - (a + 3)) * x * x + 1;
        }
        return x < 2 ? (((x - 5) * x + 8) * x - 4) * a : 0;
    }

    private static double sinc(double x) {
        return x == 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
    }
}

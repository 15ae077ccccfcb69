package io.sfumato.data.degradation;

import io.sfumato.image.FloatPicture;
import java.util.Arrays;

/**
 * Convolution with a picture that is mirrored at the middle of its border pixels: d c b | a b c d | c b a. The kernel is turned
 * round, and the middle of one with an even side is the pixel after its middle: {@code scipy.ndimage.convolve} with mode mirror.
 */
final class MirroredConvolution {
    private static final int CHANNELS = 3;

    private final FloatPicture picture;
    private final BlurKernel kernel;
    private final int[] columns;
    private final int[] rows;

    private MirroredConvolution(FloatPicture picture, BlurKernel kernel) {
        this.picture = picture;
        this.kernel = kernel;
        this.columns = places(picture.width(), kernel.size());
        this.rows = places(picture.height(), kernel.size());
    }

    static FloatPicture of(FloatPicture picture, BlurKernel kernel) {
        return everyNth(picture, kernel, 1);
    }

    /** The same, of which the first pixel of each {@code n} is left, in rows and in columns. */
    static FloatPicture everyNth(FloatPicture picture, BlurKernel kernel, int n) {
        return new MirroredConvolution(picture, kernel).everyNth(n);
    }

    /** Which pixels a longer row has, that can be convolved everywhere: it begins where the kernel's last weight lies. */
    private static int[] places(int count, int size) {
        int before = size - 1 - size / 2;
        int period = Math.max(1, 2 * (count - 1));
        int[] places = new int[count + size - 1];
        Arrays.setAll(places, i -> {
            int place = Math.floorMod(i - before, period);
            return place < count ? place : period - place;
        });
        return places;
    }

    private FloatPicture everyNth(int n) {
        int width = (picture.width() + n - 1) / n;
        int height = (picture.height() + n - 1) / n;
        float[] samples = new float[CHANNELS * width * height];
        float[][] longer = longerRows();
        float[] sums = new float[CHANNELS * picture.width()];
        for (int y = 0; y < height; y++) {
            Arrays.fill(sums, 0);
            for (int v = 0; v < kernel.size(); v++) {
                addRow(sums, longer[rows[n * y + kernel.size() - 1 - v]], v);
            }
            for (int x = 0; x < width; x++) {
                System.arraycopy(sums, CHANNELS * n * x, samples, CHANNELS * (y * width + x), CHANNELS);
            }
        }
        return new FloatPicture(width, height, samples);
    }

    private float[][] longerRows() {
        float[][] longer = new float[picture.height()][CHANNELS * columns.length];
        for (int y = 0; y < picture.height(); y++) {
            for (int i = 0; i < columns.length; i++) {
                int from = CHANNELS * (y * picture.width() + columns[i]);
                System.arraycopy(picture.samples(), from, longer[y], CHANNELS * i, CHANNELS);
            }
        }
        return longer;
    }

    private void addRow(float[] sums, float[] longer, int v) {
        for (int u = 0; u < kernel.size(); u++) {
            float weight = (float) kernel.at(u, v);
            if (weight != 0) {
                add(sums, longer, CHANNELS * (kernel.size() - 1 - u), weight);
            }
        }
    }

    /** A loop of its own, which the compiler turns into vector instructions. */
    private static void add(float[] sums, float[] longer, int from, float weight) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += longer[from + i] * weight;
        }
    }
}

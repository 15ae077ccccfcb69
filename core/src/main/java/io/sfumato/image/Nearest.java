package io.sfumato.image;

/** Which pixel lies nearest, where a row becomes longer or shorter: as Pillow has it. */
public final class Nearest {
    private Nearest() {}

    /** For each of {@code to} places the place among {@code from} that lies there. */
    public static int[] places(int from, int to) {
        int[] places = new int[to];
        double step = (double) from / to;
        double at = step * 0.5; // the middle of the first place; summed up, as Pillow does, rounding included
        for (int i = 0; i < to; i++) {
            places[i] = Math.min((int) at, from - 1);
            at += step;
        }
        return places;
    }

    static Picture resize(Picture picture, int width, int height) {
        int[] columns = places(picture.width(), width);
        int[] rows = places(picture.height(), height);
        byte[] source = picture.samples();
        byte[] samples = new byte[Picture.CHANNELS * width * height];
        int position = 0;
        for (int row : rows) {
            for (int column : columns) {
                int from = Picture.CHANNELS * (row * picture.width() + column);
                samples[position++] = source[from];
                samples[position++] = source[from + 1];
                samples[position++] = source[from + 2];
            }
        }
        return new Picture(width, height, samples);
    }
}

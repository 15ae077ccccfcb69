package io.sfumato.image;

import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.Tensors;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;

/** Pictures of the Java library to {@link Pixels} and back: the only place that knows 127.5. */
public final class PixelImages {
    private static final int CHANNELS = 3;
    private static final float HALF_RANGE = 127.5f;

    private PixelImages() {}

    /** The samples of one picture, plane by plane: red, green, blue, each row-major. */
    public static byte[] planes(BufferedImage image) {
        int area = image.getWidth() * image.getHeight();
        int[] packed = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
        byte[] planes = new byte[CHANNELS * area];
        for (int i = 0; i < area; i++) {
            planes[i] = (byte) (packed[i] >> 16);
            planes[area + i] = (byte) (packed[i] >> 8);
            planes[2 * area + i] = (byte) packed[i];
        }
        return planes;
    }

    /** A batch from pictures given as {@link #planes}, all {@code height} × {@code width}. */
    public static Pixels ofPlanes(List<byte[]> pictures, int height, int width) {
        int size = CHANNELS * height * width;
        float[] values = new float[pictures.size() * size];
        int position = 0;
        for (byte[] picture : pictures) {
            for (byte sample : picture) {
                values[position++] = (sample & 0xff) / HALF_RANGE - 1;
            }
        }
        return new Pixels(Tensors.of(values, Shape.of(pictures.size(), CHANNELS, height, width)));
    }

    /** A batch from pictures of one size. */
    public static Pixels of(List<BufferedImage> images) {
        BufferedImage first = images.get(0);
        return ofPlanes(images.stream().map(PixelImages::planes).toList(), first.getHeight(), first.getWidth());
    }

    /** The pictures of a batch, rounded to eight bits. */
    public static List<BufferedImage> toImages(Pixels pixels) {
        Tensor nchw = pixels.nchw();
        int height = (int) nchw.size(2);
        int width = (int) nchw.size(3);
        float[] values = nchw.toFloats();
        List<BufferedImage> images = new ArrayList<>();
        for (int n = 0; n < nchw.size(0); n++) {
            images.add(toImage(values, n * CHANNELS * height * width, height, width));
        }
        return images;
    }

    private static BufferedImage toImage(float[] values, int offset, int height, int width) {
        int area = height * width;
        int[] packed = new int[area];
        for (int i = 0; i < area; i++) {
            int red = toByte(values[offset + i]);
            int green = toByte(values[offset + area + i]);
            int blue = toByte(values[offset + 2 * area + i]);
            packed[i] = red << 16 | green << 8 | blue;
        }
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        image.setRGB(0, 0, width, height, packed, 0, width);
        return image;
    }

    private static int toByte(float value) {
        return Math.max(0, Math.min(255, Math.round((value + 1) * HALF_RANGE)));
    }
}

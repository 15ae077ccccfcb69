package io.sfumato.image;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.IndexColorModel;
import java.awt.image.PixelInterleavedSampleModel;
import java.awt.image.Raster;
import java.awt.image.SampleModel;

/**
 * Pictures of the Java library, of any kind, to red, green and blue of 8 bits. Samples are taken as they are: colour profiles
 * are not applied, and grey stays as light as it is ({@code getRGB} would take it for linear light). What is transparent
 * shows white behind it.
 */
final class Colours {
    private static final int MOST = 255;

    private final BufferedImage image;
    private final int width;
    private final byte[] samples;

    private Colours(BufferedImage image) {
        this.image = image;
        this.width = image.getWidth();
        this.samples = new byte[Picture.CHANNELS * width * image.getHeight()];
    }

    static Picture of(BufferedImage image) {
        Colours colours = new Colours(image);
        colours.fill();
        return new Picture(image.getWidth(), image.getHeight(), colours.samples);
    }

    private void fill() {
        ColorModel model = image.getColorModel();
        int type = model.getColorSpace().getType();
        boolean known = type == ColorSpace.TYPE_RGB || type == ColorSpace.TYPE_GRAY;
        if (model instanceof IndexColorModel || !known || model.isAlphaPremultiplied()) {
            fillPacked();
        } else if (isBytes() && !model.hasAlpha() && type == ColorSpace.TYPE_RGB) {
            fillBytes();
        } else {
            fillSamples(model);
        }
    }

    /** Through the library: palettes, and what is neither grey nor red, green and blue. */
    private void fillPacked() {
        int[] row = new int[width];
        int position = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            image.getRGB(0, y, width, 1, row, 0, width);
            for (int packed : row) {
                int alpha = packed >>> 24;
                samples[position++] = onWhite(packed >> 16 & MOST, alpha);
                samples[position++] = onWhite(packed >> 8 & MOST, alpha);
                samples[position++] = onWhite(packed & MOST, alpha);
            }
        }
    }

    private boolean isBytes() {
        SampleModel model = image.getSampleModel();
        return model instanceof PixelInterleavedSampleModel
                && model.getDataType() == DataBuffer.TYPE_BYTE
                && model.getNumBands() == Picture.CHANNELS
                && image.getRaster().getParent() == null;
    }

    private void fillBytes() {
        PixelInterleavedSampleModel model = (PixelInterleavedSampleModel) image.getSampleModel();
        DataBufferByte buffer = (DataBufferByte) image.getRaster().getDataBuffer();
        byte[] from = buffer.getData();
        int[] offsets = model.getBandOffsets();
        int position = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            int at = buffer.getOffset() + y * model.getScanlineStride();
            for (int x = 0; x < width; x++, at += model.getPixelStride()) {
                samples[position++] = from[at + offsets[0]];
                samples[position++] = from[at + offsets[1]];
                samples[position++] = from[at + offsets[2]];
            }
        }
    }

    /** Grey or colours, with or without transparency, of any depth. */
    private void fillSamples(ColorModel model) {
        Raster raster = image.getRaster();
        int bands = raster.getNumBands();
        int colours = model.getNumColorComponents();
        int[] most = new int[bands];
        for (int band = 0; band < bands; band++) {
            most[band] = (1 << model.getComponentSize(band)) - 1;
        }
        int[] row = new int[bands * width];
        int position = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            raster.getPixels(0, y, width, 1, row);
            for (int at = 0; at < row.length; at += bands) {
                int alpha = model.hasAlpha() ? eightBits(row[at + colours], most[colours]) : MOST;
                for (int band = 0; band < Picture.CHANNELS; band++) {
                    int of = Math.min(band, colours - 1);
                    samples[position++] = onWhite(eightBits(row[at + of], most[of]), alpha);
                }
            }
        }
    }

    private static int eightBits(int sample, int most) {
        return most == MOST ? sample : (int) ((2L * MOST * sample + most) / (2L * most));
    }

    private static byte onWhite(int sample, int alpha) {
        return (byte) ((sample * alpha + MOST * (MOST - alpha) + MOST / 2) / MOST);
    }
}

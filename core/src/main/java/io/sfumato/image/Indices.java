package io.sfumato.image;

import java.awt.image.BufferedImage;

/** A picture whose pixels are numbers rather than colours: from 0 to 65,535. Cannot be changed. */
public final class Indices {
    private final int width;
    private final int height;
    private final short[] numbers;

    private Indices(int width, int height, short[] numbers) {
        this.width = width;
        this.height = height;
        this.numbers = numbers;
    }

    /** Copies the numbers, row by row. */
    public static Indices of(int width, int height, int[] numbers) {
        if (width < 1 || height < 1 || numbers.length != width * height) {
            throw new ImageException(
                    numbers.length + " numbers for " + width + " x " + height + " pixels, expected one a pixel");
        }
        short[] copy = new short[numbers.length];
        for (int i = 0; i < copy.length; i++) {
            if (numbers[i] < 0 || numbers[i] > 0xffff) {
                throw new ImageException("a pixel has number " + numbers[i] + ", expected 0 to 65535");
            }
            copy[i] = (short) numbers[i];
        }
        return new Indices(width, height, copy);
    }

    static Indices of(String name, BufferedImage image) {
        int bands = image.getRaster().getNumBands();
        if (bands != 1) {
            throw new ImageException(name + ": has " + bands
                    + " channels, expected one of numbers: a PNG of shades of grey," + " or with a palette");
        }
        int[] numbers = image.getRaster().getPixels(0, 0, image.getWidth(), image.getHeight(), (int[]) null);
        return of(image.getWidth(), image.getHeight(), numbers);
    }

    /** In pixels. */
    public int width() {
        return width;
    }

    /** In pixels. */
    public int height() {
        return height;
    }

    /** The number of a pixel. */
    public int at(int x, int y) {
        return numbers[y * width + x] & 0xffff;
    }

    /** All numbers, row by row. */
    public int[] numbers() {
        int[] all = new int[numbers.length];
        for (int i = 0; i < all.length; i++) {
            all[i] = numbers[i] & 0xffff;
        }
        return all;
    }

    /** The highest number. */
    public int highest() {
        int highest = 0;
        for (short number : numbers) {
            highest = Math.max(highest, number & 0xffff);
        }
        return highest;
    }

    /** The part whose upper left corner is at ({@code x}, {@code y}). */
    public Indices cut(int x, int y, int ofWidth, int ofHeight) {
        short[] part = new short[ofWidth * ofHeight];
        for (int row = 0; row < ofHeight; row++) {
            System.arraycopy(numbers, (y + row) * width + x, part, row * ofWidth, ofWidth);
        }
        return new Indices(ofWidth, ofHeight, part);
    }

    /** In another size: each pixel has the number of that which lies there, {@link Nearest}. */
    public Indices resized(int toWidth, int toHeight) {
        int[] columns = Nearest.places(width, toWidth);
        int[] rows = Nearest.places(height, toHeight);
        short[] resized = new short[toWidth * toHeight];
        int position = 0;
        for (int row : rows) {
            for (int column : columns) {
                resized[position++] = numbers[row * width + column];
            }
        }
        return new Indices(toWidth, toHeight, resized);
    }

    /** Left and right changed over. */
    public Indices mirrored() {
        short[] mirrored = new short[numbers.length];
        for (int row = 0; row < numbers.length; row += width) {
            for (int x = 0; x < width; x++) {
                mirrored[row + x] = numbers[row + width - 1 - x];
            }
        }
        return new Indices(width, height, mirrored);
    }
}

package io.sfumato.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;

/**
 * How a camera was held, as JPEG files say in their Exif data (tag 274, from 1 to 8). What cannot be read there is as if it
 * were not there: the picture is whole without it.
 */
final class Orientation {
    private static final int UPRIGHT = 1;
    private static final int LAST = 8;
    private static final int TAG = 0x0112;
    private static final int START_OF_PIXELS = 0xffda;
    private static final int APPLICATION_1 = 0xffe1;
    private static final String EXIF = "Exif\0\0";
    private static final int ENTRY = 12; // bytes of an entry of a directory

    private Orientation() {}

    /** The picture as it was seen. */
    static Picture upright(Picture picture, byte[] file) {
        int orientation = of(file);
        if (orientation == UPRIGHT) {
            return picture;
        }
        boolean lying = orientation > 4;
        int width = lying ? picture.height() : picture.width();
        int height = lying ? picture.width() : picture.height();
        byte[] from = picture.samples();
        byte[] to = new byte[from.length];
        int position = 0;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int at = Picture.CHANNELS * place(orientation, picture, lying ? y : x, lying ? x : y);
                to[position++] = from[at];
                to[position++] = from[at + 1];
                to[position++] = from[at + 2];
            }
        }
        return new Picture(width, height, to);
    }

    /** The pixel of the file that is seen at a place, whose coordinates are already changed over where it lies. */
    private static int place(int orientation, Picture picture, int x, int y) {
        boolean fromRight = orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
        boolean fromBelow = orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
        int column = fromRight ? picture.width() - 1 - x : x;
        int row = fromBelow ? picture.height() - 1 - y : y;
        return row * picture.width() + column;
    }

    private static int of(byte[] file) {
        ByteBuffer bytes = ByteBuffer.wrap(file);
        if (file.length < 4 || bytes.getShort(0) != (short) 0xffd8) {
            return UPRIGHT;
        }
        int at = 2;
        while (at <= file.length - 4) {
            int marker = bytes.getShort(at) & 0xffff;
            int length = bytes.getShort(at + 2) & 0xffff;
            if (marker < 0xff00 || marker == START_OF_PIXELS || length > file.length - at - 2) {
                return UPRIGHT;
            }
            if (marker == APPLICATION_1 && length >= EXIF.length() + 10 && isExif(file, at + 4)) {
                int start = at + 4 + EXIF.length();
                return inDirectory(bytes.slice(start, at + 2 + length - start)).orElse(UPRIGHT);
            }
            at += 2 + Math.max(2, length);
        }
        return UPRIGHT;
    }

    private static boolean isExif(byte[] file, int at) {
        return new String(file, at, EXIF.length(), StandardCharsets.ISO_8859_1).equals(EXIF);
    }

    private static OptionalInt inDirectory(ByteBuffer tiff) {
        tiff.order(tiff.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        int directory = tiff.getInt(4);
        if (directory < 0 || directory > tiff.limit() - 2) {
            return OptionalInt.empty();
        }
        int entries = tiff.getShort(directory) & 0xffff;
        for (int i = 0; i < entries; i++) {
            int at = directory + 2 + ENTRY * i;
            if (at > tiff.limit() - ENTRY) {
                return OptionalInt.empty();
            }
            if ((tiff.getShort(at) & 0xffff) == TAG) {
                int orientation = tiff.getShort(at + 8) & 0xffff;
                return orientation >= UPRIGHT && orientation <= LAST
                        ? OptionalInt.of(orientation)
                        : OptionalInt.empty();
            }
        }
        return OptionalInt.empty();
    }
}

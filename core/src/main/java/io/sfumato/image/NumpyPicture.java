package io.sfumato.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A picture in a file of NumPy, uint8 [1, 3, H, W]: how CelebA-HQ is handed down. Nothing of such a file is carried out; the format
 * is that of NumPy's enhancement proposal 1.
 */
final class NumpyPicture {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int VERSION_AT = 6;
    private static final int LENGTH_AT = 8;
    private static final int COLOURS = 3;
    private static final Pattern HEADER = Pattern.compile(
            "\\{'descr': '\\|u1', 'fortran_order': False, 'shape': \\(1, 3, (\\d{1,9}), (\\d{1,9})\\), \\}\\s*");

    private NumpyPicture() {}

    static boolean isOne(byte[] file) {
        return file.length > LENGTH_AT + Integer.BYTES && Arrays.equals(Arrays.copyOf(file, MAGIC.length), MAGIC);
    }

    /** Throws {@link ImageException}, which begins with {@code name}, where it is another array. */
    static Picture decode(String name, byte[] file) {
        ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        boolean first = bytes.get(VERSION_AT) == 1;
        long length = first
                ? Short.toUnsignedLong(bytes.getShort(LENGTH_AT))
                : Integer.toUnsignedLong(bytes.getInt(LENGTH_AT));
        long data = LENGTH_AT + (first ? Short.BYTES : Integer.BYTES) + length;
        if (data > file.length) {
            throw new ImageException(name + ": ends within its header. Was it cut off?");
        }
        String header = new String(file, (int) (data - length), (int) length, StandardCharsets.US_ASCII);
        Matcher shape = HEADER.matcher(header);
        if (!shape.matches()) {
            throw new ImageException(name + ": is " + shown(header)
                    + ", expected an array of a picture: '|u1', False, (1, 3, height, width)");
        }
        long height = Long.parseLong(shape.group(1));
        long width = Long.parseLong(shape.group(2));
        if (height < 1 || width < 1 || COLOURS * height * width != file.length - data) {
            throw new ImageException(
                    name + ": has " + (file.length - data) + " bytes after its header, expected those of " + width
                            + " x " + height + " pixels. Was it cut off?");
        }
        return Picture.ofPlanes((int) width, (int) height, Arrays.copyOfRange(file, (int) data, file.length));
    }

    private static String shown(String header) {
        String text = header.strip().replaceAll("[^ -~]", "?");
        return text.length() > 100 ? text.substring(0, 100) + "…" : text;
    }
}

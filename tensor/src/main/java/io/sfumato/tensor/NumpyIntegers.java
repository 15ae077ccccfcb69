package io.sfumato.tensor;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a list of whole numbers from a {@code .npy} file, strictly: NumPy's format 1.0 to 3.0, and never a pickle. */
public final class NumpyIntegers {
    private static final String EXPECTED = "expected a .npy file with a list of int64 or int32";
    private static final byte[] MAGIC = "\u0093NUMPY".getBytes(StandardCharsets.ISO_8859_1);
    private static final int LONGEST_HEADER = 10_000; // NumPy's own bound
    private static final int MOST_NUMBERS = 1 << 20;

    private static final Pattern TYPE = Pattern.compile("'descr':\\s*'([^']*)'");
    private static final Pattern ORDER = Pattern.compile("'fortran_order':\\s*(?:True|False)"); // one for a list
    private static final Pattern SHAPE = Pattern.compile("'shape':\\s*\\(([0-9, ]*)\\)");
    private static final Pattern LENGTH = Pattern.compile("\\s*([0-9]{1,9})\\s*,\\s*");

    private NumpyIntegers() {}

    /** The numbers. Throws {@link ArchiveException}, which names the file, where it holds anything else. */
    public static long[] read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new ArchiveException(file + " is not a file, " + EXPECTED);
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return read(channel);
        } catch (FormatException e) {
            throw new ArchiveException(file + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw new ArchiveException(file + " cannot be read: " + FileTrouble.of(e), e);
        }
    }

    private static long[] read(FileChannel channel) throws IOException {
        long size = channel.size();
        long fixed = MAGIC.length + 2L;
        ByteBuffer start = new Extent(0, Math.min(size, fixed + Integer.BYTES)).read(channel);
        if (size < fixed + Integer.BYTES || !text(start).startsWith(new String(MAGIC, StandardCharsets.ISO_8859_1))) {
            throw new FormatException("it does not begin as NumPy's files do, " + EXPECTED);
        }
        int version = start.get(MAGIC.length);
        boolean isFirst = version == 1;
        long length = isFirst
                ? Short.toUnsignedLong(start.getShort((int) fixed))
                : Integer.toUnsignedLong(start.getInt((int) fixed));
        long begin = fixed + (isFirst ? Short.BYTES : Integer.BYTES);
        if (version < 1 || version > 3 || length > Math.min(LONGEST_HEADER, size - begin)) {
            throw new FormatException("its format is " + version + " and its header has " + length
                    + " bytes, expected format 1 to 3 and at most " + Math.min(LONGEST_HEADER, size - begin));
        }
        String header = text(new Extent(begin, length).read(channel));
        return numbers(channel, header, begin + length);
    }

    private static String text(ByteBuffer bytes) {
        return StandardCharsets.ISO_8859_1.decode(bytes.duplicate()).toString();
    }

    private static long[] numbers(FileChannel channel, String header, long begin) throws IOException {
        String type = only(TYPE, header);
        if (!type.equals("<i8") && !type.equals("<i4")) {
            throw new FormatException("its numbers are of type '" + Excerpt.of(type) + "', " + EXPECTED);
        }
        Matcher shape = LENGTH.matcher(only(SHAPE, header));
        only(ORDER, header);
        String rest = header;
        for (Pattern part : new Pattern[] {TYPE, ORDER, SHAPE}) {
            rest = part.matcher(rest).replaceFirst("");
        }
        if (!shape.matches() || !rest.matches("\\{[\\s,]*\\}\\s*")) {
            throw new FormatException("its header is " + Excerpt.of(header) + ", " + EXPECTED);
        }
        int count = Integer.parseInt(shape.group(1));
        int width = type.equals("<i8") ? Long.BYTES : Integer.BYTES;
        long bytes = channel.size() - begin;
        if (count > MOST_NUMBERS || bytes != (long) count * width) {
            throw new FormatException("it says it has " + count + " numbers and holds " + bytes + " bytes, expected "
                    + width + " bytes a number and at most " + MOST_NUMBERS + " numbers. Was it cut short?");
        }
        ByteBuffer data = new Extent(begin, bytes).read(channel);
        long[] numbers = new long[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = width == Long.BYTES ? data.getLong() : data.getInt();
        }
        return numbers;
    }

    /** What a part of the header says, which must be there. */
    private static String only(Pattern part, String header) {
        Matcher found = part.matcher(header);
        if (!found.find()) {
            throw new FormatException("its header is " + Excerpt.of(header) + ", " + EXPECTED);
        }
        return found.group(found.groupCount());
    }
}

package io.sfumato.tensor;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The directory at the end of a ZIP file, also a large one (ZIP64), after PKWARE's APPNOTE 6.3. Entries are found by it
 * alone, and must be safe by name, each there once, stored as they are, and apart from each other.
 */
final class ZipDirectory {
    /** Room for well over 100,000 entries. */
    private static final long LARGEST = 16 << 20;

    private static final int END_SIGNATURE = 0x06054b50;
    private static final int END_BYTES = 22;
    private static final int END64_SIGNATURE = 0x06064b50;
    private static final int END64_BYTES = 56;
    private static final int LOCATOR_SIGNATURE = 0x07064b50;
    private static final int LOCATOR_BYTES = 20;
    private static final int ENTRY_SIGNATURE = 0x02014b50;
    private static final int ENTRY_BYTES = 46;
    private static final int ZIP64_FIELD = 1;

    /** A number of 32 bits that stands for one of 64 elsewhere. */
    private static final long ELSEWHERE = 0xffff_ffffL;

    /** Where the directory lies and how many entries it has. */
    private record Summary(Extent place, long entries) {}

    private final FileChannel channel;
    private final Map<String, ZipEntry> entries = new LinkedHashMap<>();
    private final long end;

    private ZipDirectory(FileChannel channel, long end) {
        this.channel = channel;
        this.end = end;
    }

    static ZipDirectory read(FileChannel channel) throws IOException {
        Summary summary = summary(channel);
        ZipDirectory directory = new ZipDirectory(channel, summary.place().position());
        ByteBuffer bytes = summary.place().read(channel);
        for (long i = 0; i < summary.entries(); i++) {
            directory.add(next(bytes));
        }
        if (bytes.hasRemaining()) {
            throw new FormatException(
                    "the ZIP directory has more than the " + summary.entries() + " entries it counts");
        }
        return directory;
    }

    /** The names of all entries, in the directory's order. */
    Set<String> names() {
        return entries.keySet();
    }

    /** Where the bytes of every entry lie. */
    Map<String, Extent> extents() throws IOException {
        Map<String, Extent> extents = new LinkedHashMap<>();
        List<ZipEntry> inOrder = new ArrayList<>(entries.values());
        inOrder.sort(Comparator.comparingLong(ZipEntry::header));
        long free = 0;
        for (ZipEntry entry : inOrder) {
            Extent extent = entry.locate(channel, end);
            if (entry.header() < free) {
                throw new FormatException("entry '" + Excerpt.of(entry.name()) + "' overlaps the one before it");
            }
            free = extent.end();
            extents.put(entry.name(), extent);
        }
        return extents;
    }

    private void add(ZipEntry entry) {
        String name = entry.name();
        if (name.isEmpty()
                || name.startsWith("/")
                || name.chars().anyMatch(c -> c == '\\' || Character.isISOControl(c))
                || List.of(name.split("/", -1)).contains("..")) {
            throw new FormatException("entry '" + Excerpt.of(name) + "' leads out of the file by its name");
        }
        if (entries.put(name, entry) != null) {
            throw new FormatException("entry '" + Excerpt.of(name) + "' is there twice");
        }
    }

    // ---- the end of the file ---------------------------------------------------------------------------------------

    private static Summary summary(FileChannel channel) throws IOException {
        long size = channel.size();
        long tailBytes = Math.min(size, END_BYTES + 0xffff);
        ByteBuffer tail = new Extent(size - tailBytes, tailBytes).read(channel);
        for (int at = tail.limit() - END_BYTES; at >= 0; at--) {
            if (tail.getInt(at) == END_SIGNATURE
                    && at + END_BYTES + (tail.getShort(at + 20) & 0xffff) == tail.limit()) {
                long position = size - tailBytes + at;
                ByteBuffer record = tail.slice(at, END_BYTES).order(ByteOrder.LITTLE_ENDIAN);
                return checked(large(channel, position, small(record)), position);
            }
        }
        throw new FormatException("its ZIP directory is missing. Was the download complete?");
    }

    private static Summary small(ByteBuffer end) {
        checkOneDisk(end.getShort(4) | end.getShort(6), end.getShort(8) - end.getShort(10));
        Extent place = new Extent(end.getInt(16) & ELSEWHERE, end.getInt(12) & ELSEWHERE);
        return new Summary(place, end.getShort(10) & 0xffff);
    }

    /** The summary with numbers of 64 bits, where the file has one; else {@code small}. */
    private static Summary large(FileChannel channel, long end, Summary small) throws IOException {
        if (end < LOCATOR_BYTES) {
            return small;
        }
        ByteBuffer locator = new Extent(end - LOCATOR_BYTES, LOCATOR_BYTES).read(channel);
        if (locator.getInt(0) != LOCATOR_SIGNATURE) {
            return small;
        }
        long position = locator.getLong(8);
        if (position < 0 || position > end - LOCATOR_BYTES - END64_BYTES) {
            throw new FormatException(
                    "its ZIP64 directory is said to end at byte " + position + ", outside of the file");
        }
        ByteBuffer record = new Extent(position, END64_BYTES).read(channel);
        if (record.getInt(0) != END64_SIGNATURE) {
            throw new FormatException("its ZIP64 directory does not end at byte " + position + " as the file says");
        }
        checkOneDisk(record.getInt(16) | record.getInt(20), record.getLong(24) - record.getLong(32));
        return new Summary(new Extent(record.getLong(48), record.getLong(40)), record.getLong(32));
    }

    private static void checkOneDisk(int disks, long entriesElsewhere) {
        if (disks != 0 || entriesElsewhere != 0) {
            throw new FormatException("the ZIP file is one part of several");
        }
    }

    private static Summary checked(Summary summary, long end) {
        Extent place = summary.place();
        if (place.position() < 0
                || place.bytes() < 0
                || place.position() > end
                || place.bytes() > end - place.position()) {
            throw new FormatException("its ZIP directory is said to have " + place.bytes() + " bytes from byte "
                    + place.position() + ", which the file has not. Was the file cut short?");
        }
        if (place.bytes() > LARGEST || summary.entries() < 0 || summary.entries() > place.bytes() / ENTRY_BYTES) {
            throw new FormatException("its ZIP directory of " + place.bytes() + " bytes and " + summary.entries()
                    + " entries is not one of a checkpoint");
        }
        return summary;
    }

    // ---- one entry -------------------------------------------------------------------------------------------------

    private static ZipEntry next(ByteBuffer bytes) {
        if (bytes.remaining() < ENTRY_BYTES || bytes.getInt(bytes.position()) != ENTRY_SIGNATURE) {
            throw new FormatException("the ZIP directory is damaged");
        }
        ByteBuffer fixed = part(bytes, ENTRY_BYTES);
        String name = text(part(bytes, fixed.getShort(28) & 0xffff));
        ByteBuffer extra = part(bytes, fixed.getShort(30) & 0xffff);
        part(bytes, fixed.getShort(32) & 0xffff);
        ByteBuffer large = zip64(extra);
        long size = number(fixed.getInt(24), large);
        long stored = number(fixed.getInt(20), large);
        long header = number(fixed.getInt(42), large);
        return new ZipEntry(name, fixed.getShort(8), fixed.getShort(10), stored, size, header);
    }

    private static ByteBuffer part(ByteBuffer bytes, int length) {
        if (length > bytes.remaining()) {
            throw new FormatException("the ZIP directory is damaged");
        }
        ByteBuffer part = bytes.slice(bytes.position(), length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.position(bytes.position() + length);
        return part;
    }

    private static String text(ByteBuffer bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException e) {
            throw new FormatException("the name of an entry is not UTF-8", e);
        }
    }

    /** The extra field with the numbers of 64 bits; empty where there is none. */
    private static ByteBuffer zip64(ByteBuffer extra) {
        while (extra.remaining() >= 4) {
            int id = extra.getShort() & 0xffff;
            ByteBuffer field = part(extra, extra.getShort() & 0xffff);
            if (id == ZIP64_FIELD) {
                return field;
            }
        }
        return ByteBuffer.allocate(0);
    }

    private static long number(int small, ByteBuffer large) {
        if ((small & ELSEWHERE) != ELSEWHERE) {
            return small & ELSEWHERE;
        }
        if (large.remaining() < 8) {
            throw new FormatException("the ZIP directory lacks a number of 64 bits");
        }
        return large.getLong();
    }
}

package io.sfumato.data.emoji;

import io.sfumato.data.DataException;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** Reads named entries of a gzipped tar archive into memory; nothing is ever unpacked to disk. */
final class TarEntries {
    /** No entry we need is larger (the largest, Fluent's drawings, has 99 MiB). */
    static final long MOST_BYTES = 160L << 20;

    private final Path archive;
    private final long mostBytes;

    TarEntries(Path archive, long mostBytes) {
        this.archive = archive;
        this.mostBytes = mostBytes;
    }

    /** The contents of the regular files called {@code names}; a name that is missing is an error. */
    static Map<String, byte[]> read(Path archive, Set<String> names) {
        return new TarEntries(archive, MOST_BYTES).read(names);
    }

    Map<String, byte[]> read(Set<String> names) {
        Map<String, byte[]> found = new LinkedHashMap<>();
        try (InputStream file = new BufferedInputStream(Files.newInputStream(archive), 1 << 16);
                TarArchiveInputStream tar = new TarArchiveInputStream(new GZIPInputStream(file, 1 << 16))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                if (entry.isFile() && names.contains(entry.getName())) {
                    found.put(entry.getName(), content(tar, entry));
                }
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new DataException(
                    archive + ": is not a readable .tgz archive: " + e.getMessage() + ". Was it fetched completely?",
                    e);
        }
        for (String name : names) {
            if (!found.containsKey(name)) {
                throw new DataException(archive + ": has no entry " + name + ". Is it the right package?");
            }
        }
        return found;
    }

    private byte[] content(TarArchiveInputStream tar, TarArchiveEntry entry) throws IOException {
        if (entry.getSize() > mostBytes) {
            throw new DataException(archive + ": entry " + entry.getName() + " has " + entry.getSize()
                    + " bytes, expected at most " + mostBytes + ". Is it the right package?");
        }
        byte[] content = tar.readNBytes((int) entry.getSize());
        if (content.length < entry.getSize()) {
            throw new EOFException(entry.getName());
        }
        return content;
    }
}

package io.sfumato.data.files;

import io.sfumato.data.DataException;
import io.sfumato.tensor.FileTrouble;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where in a shard its samples are: files that follow each other and are of one name up to its first point. */
final class TarIndex {
    private static final int MOST_DIGITS = 32; // bytes of a file with the number of a class
    private static final int NO_CLASS = -1;

    /**
     * A sample.
     *
     * @param key its name in the shard
     * @param told its caption, as text or as JSON, where it has one
     * @param classIndex below 0 where it has none
     */
    record Sample(String key, TarHeaders.Entry picture, TarHeaders.@Nullable Entry told, int classIndex) {}

    private final Path shard;
    private final FileChannel channel;
    private final List<Sample> samples = new ArrayList<>();
    private String key = "";
    private TarHeaders.@Nullable Entry picture;
    private TarHeaders.@Nullable Entry told;
    private int classIndex = NO_CLASS;

    private TarIndex(Path shard, FileChannel channel) {
        this.shard = shard;
        this.channel = channel;
    }

    /** Reads a shard's headers. Samples without a picture are left out. */
    static List<Sample> read(Path shard) {
        try (FileChannel channel = FileChannel.open(shard)) {
            TarIndex index = new TarIndex(shard, channel);
            TarHeaders headers = new TarHeaders(shard, channel);
            for (Optional<TarHeaders.Entry> entry = headers.next(); entry.isPresent(); entry = headers.next()) {
                index.add(entry.get());
            }
            index.finish();
            return index.samples;
        } catch (IOException e) {
            throw new DataException(shard + ": cannot be read: " + FileTrouble.of(e), e);
        }
    }

    private void add(TarHeaders.Entry entry) throws IOException {
        String file = entry.name().substring(entry.name().lastIndexOf('/') + 1);
        int point = file.indexOf('.');
        if (point <= 0) {
            return; // hidden, or of no kind
        }
        String name = entry.name().substring(0, entry.name().length() - file.length() + point);
        if (!name.equals(key)) {
            finish();
            key = name;
        }
        String kind = file.substring(point + 1).toLowerCase(Locale.ROOT);
        if (Names.isPicture(name + '.' + kind) && kind.indexOf('.') < 0) {
            picture = once(picture, entry);
        } else if (kind.equals("txt")) {
            told = entry;
        } else if (kind.equals("json") && told == null) {
            told = entry;
        } else if (kind.equals("cls")) {
            classIndex = number(entry);
        }
    }

    private TarHeaders.Entry once(TarHeaders.@Nullable Entry before, TarHeaders.Entry entry) {
        if (before != null) {
            throw new DataException(
                    shard + ": has '" + before.name() + "' and '" + entry.name() + "', expected one picture of a name");
        }
        return entry;
    }

    private int number(TarHeaders.Entry entry) throws IOException {
        String text = entry.size() > MOST_DIGITS
                ? "…"
                : new String(TarHeaders.bytes(channel, entry.offset(), (int) entry.size()), StandardCharsets.ISO_8859_1)
                        .strip();
        if (!text.matches("\\d{1,9}")) {
            throw new DataException(
                    shard + ": '" + entry.name() + "' is '" + text + "', expected the number of a class, from 0");
        }
        return Integer.parseInt(text);
    }

    private void finish() {
        if (picture != null) {
            samples.add(new Sample(key, picture, told, classIndex));
        }
        picture = null;
        told = null;
        classIndex = NO_CLASS;
    }
}

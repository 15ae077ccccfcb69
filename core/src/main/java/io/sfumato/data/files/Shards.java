package io.sfumato.data.files;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sfumato.data.BrokenPictureException;
import io.sfumato.data.DataException;
import io.sfumato.data.DataSet;
import io.sfumato.data.Found;
import io.sfumato.data.Known;
import io.sfumato.image.ImageException;
import io.sfumato.image.Picture;
import io.sfumato.image.PictureFile;
import io.sfumato.tensor.FileTrouble;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * Pictures in tar files that are read where they are, as WebDataset has them: {@code 0001.jpg} beside {@code 0001.txt},
 * {@code 0001.json} or {@code 0001.cls}.
 */
final class Shards implements DataSet {
    private static final int MOST_BYTES = 1 << 28; // of a picture's file
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What is known of a sample of a shard. */
    private interface Knowledge {
        Known of(Path shard, TarIndex.Sample sample);
    }

    private final Path folder;
    private final List<String> shards;
    private final List<Integer> starts = new ArrayList<>();
    private final List<TarIndex.Sample> samples = new ArrayList<>();
    private final Knowledge knowledge;

    private Shards(Contents contents, Knowledge knowledge) {
        this.folder = contents.folder();
        this.knowledge = knowledge;
        List<String> filled = new ArrayList<>();
        for (String shard : in(contents)) {
            List<TarIndex.Sample> found = TarIndex.read(folder.resolve(shard));
            if (!found.isEmpty()) {
                filled.add(shard);
                starts.add(samples.size());
                samples.addAll(found);
            }
        }
        this.shards = List.copyOf(filled);
        if (samples.isEmpty()) {
            throw new DataException(folder + ": the .tar files hold no pictures, expected PNG, JPEG, WebP, GIF or BMP");
        }
    }

    /** The tar files in and below a folder. */
    static List<String> in(Contents contents) {
        return contents.files().stream()
                .filter(name -> Names.ending(name).equals("tar"))
                .toList();
    }

    static Whole alone(Contents contents) {
        return new Shards(contents, (shard, sample) -> new Known.Nothing()).whole(contents);
    }

    static Whole captions(Contents contents) {
        Shards shards = new Shards(contents, Shards::words);
        shards.expect(sample -> sample.told() != null, "caption, expected a .txt or .json beside each picture");
        Whole whole = shards.whole(contents);
        return isText(shards.samples.get(0))
                ? new Whole(shards, whole.found().with(CaptionLines.remark(contents.folder(), shards)))
                : whole;
    }

    static Whole classes(Contents contents) {
        Shards shards = new Shards(contents, (shard, sample) -> new Known.ClassOf(sample.classIndex()));
        shards.expect(sample -> sample.classIndex() >= 0, "class, expected a .cls beside each picture");
        return shards.whole(contents);
    }

    /** Pictures beside the tar files are not read. */
    private Whole whole(Contents contents) {
        String tars = shards.size() == 1 ? " tar file in " : " tar files in ";
        return new Whole(
                this,
                Found.as(shards.size() + tars + folder)
                        .without(contents.pictures().size(), folder));
    }

    private static boolean isText(TarIndex.Sample sample) {
        return !isJson(Objects.requireNonNull(sample.told()));
    }

    private static boolean isJson(TarHeaders.Entry told) {
        return Names.ending(told.name()).equals("json");
    }

    private void expect(Predicate<TarIndex.Sample> known, String what) {
        for (int i = 0; i < samples.size(); i++) {
            if (!known.test(samples.get(i))) {
                throw new DataException(folder + ": " + name(i) + " has no " + what);
            }
        }
    }

    @Override
    public int count() {
        return samples.size();
    }

    @Override
    public String name(int index) {
        return shards.get(shard(index)) + ": " + samples.get(index).picture().name();
    }

    private int shard(int index) {
        int low = 0;
        int high = starts.size();
        while (high - low > 1) {
            int middle = (low + high) >>> 1;
            if (starts.get(middle) <= index) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private Path file(int index) {
        return folder.resolve(shards.get(shard(index)));
    }

    @Override
    public List<Integer> stretches() {
        return List.copyOf(starts);
    }

    @Override
    public Picture picture(int index) {
        Path shard = file(index);
        TarHeaders.Entry entry = samples.get(index).picture();
        try {
            return PictureFile.decode(shard + ": " + entry.name(), bytes(shard, entry, MOST_BYTES));
        } catch (ImageException e) {
            throw new BrokenPictureException(e.getMessage(), e);
        }
    }

    @Override
    public Known known(int index) {
        return knowledge.of(file(index), samples.get(index));
    }

    private static Known words(Path shard, TarIndex.Sample sample) {
        TarHeaders.Entry told = Objects.requireNonNull(sample.told());
        String name = shard + ": " + told.name();
        byte[] text = bytes(shard, told, PlainText.MOST_BYTES);
        try {
            return isJson(told)
                    ? new MetadataRow(name + ": ", object(name, text)).captions()
                    : PlainText.captions(name, text);
        } catch (DataException e) {
            throw new BrokenPictureException(e.getMessage(), e);
        }
    }

    private static JsonNode object(String name, byte[] text) {
        try {
            return JSON.readTree(PlainText.utf8(name, text));
        } catch (JsonProcessingException e) {
            throw new DataException(name + ": is not JSON", e);
        }
    }

    private static byte[] bytes(Path shard, TarHeaders.Entry entry, int most) {
        if (entry.size() > most) {
            throw new BrokenPictureException(
                    shard + ": " + entry.name() + ": " + entry.size() + " bytes, expected at most " + most);
        }
        try (FileChannel channel = FileChannel.open(shard)) {
            return TarHeaders.bytes(channel, entry.offset(), (int) entry.size());
        } catch (IOException e) {
            throw new BrokenPictureException(shard + ": cannot be read: " + FileTrouble.of(e), e);
        }
    }
}

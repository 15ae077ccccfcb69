package io.sfumato.data.files;

import io.sfumato.data.BrokenPictureException;
import io.sfumato.data.DataException;
import io.sfumato.data.DataSet;
import io.sfumato.data.Found;
import io.sfumato.data.Known;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Pictures with a text file of the same name beside each, {@code apple.jpg} and {@code apple.txt}: one caption a line. */
final class Sidecars {
    private static final String ENDING = ".txt";

    private Sidecars() {}

    static Whole open(Contents contents) {
        Path folder = contents.folder();
        List<String> pictures = contents.pictures();
        Set<String> all = new HashSet<>(contents.files());
        List<String> wordless =
                pictures.stream().filter(name -> !all.contains(text(name))).toList();
        if (!wordless.isEmpty()) {
            throw new DataException(folder + ": " + wordless.size() + " of " + pictures.size()
                    + " pictures have no caption, expected a .txt file beside each, or a metadata.jsonl or metadata.csv: "
                    + Names.some(wordless));
        }
        DataSet data = new FilePictures(
                folder, pictures, index -> captions(folder.resolve(text(pictures.get(index)))), List.of());
        return new Whole(
                data, Found.as("a .txt beside each picture in " + folder).with(CaptionLines.remark(folder, data)));
    }

    private static String text(String picture) {
        return Names.stem(picture) + ENDING;
    }

    private static Known captions(Path file) {
        try {
            return PlainText.captions(file.toString(), PlainText.read(file));
        } catch (DataException e) {
            throw new BrokenPictureException(e.getMessage(), e);
        }
    }
}

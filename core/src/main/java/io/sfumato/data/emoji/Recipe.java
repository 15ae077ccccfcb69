package io.sfumato.data.emoji;

import io.sfumato.data.DataException;
import io.sfumato.data.Example;
import io.sfumato.data.ImageFolder;
import io.sfumato.image.WholeFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Everything the pictures and words of a data set depend on. It is noted down before the first picture is drawn, so
 * that a build which goes on after a break never mixes pictures of two recipes.
 */
record Recipe(String text) {
    /** To be raised whenever other pictures or other words come out of the same packages. */
    private static final int VERSION = 1;

    private static final String NAME = "recipe.txt";

    static Recipe of(EmojiSources sources, int size) {
        String packages = sources.sets().stream()
                .map(set ->
                        set.style() + " " + set.source() + " " + set.source().integrity() + "\n")
                .collect(Collectors.joining());
        return new Recipe("version " + VERSION + "\nsize " + size + "\n" + sources.labels() + " "
                + sources.labels().integrity() + "\n" + packages);
    }

    /** Makes {@code dataset} ready for {@code drawings}: clears away what another recipe left there. */
    void begin(Path dataset, Path notes, List<Drawing> drawings) {
        Path note = notes.resolve(NAME);
        try {
            if (!Files.exists(note)) {
                refuseStrangers(dataset);
            } else if (Files.readString(note).equals(text)) {
                return;
            } else {
                clear(dataset);
            }
            for (Drawing drawing : drawings) {
                Files.deleteIfExists(dataset.resolve(drawing.fileName()));
            }
            Files.createDirectories(notes);
            WholeFile.write(note, text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new DataException(dataset + ": cannot be written: " + e.getMessage(), e);
        }
    }

    private static void refuseStrangers(Path dataset) {
        if (Files.exists(dataset.resolve(ImageFolder.METADATA))) {
            throw new DataException(dataset + ": holds a data set already (" + ImageFolder.METADATA
                    + "), and not one made here. Choose an empty folder");
        }
    }

    private static void clear(Path dataset) throws IOException {
        for (Example example : examples(dataset)) {
            Files.deleteIfExists(example.image());
        }
        Files.deleteIfExists(dataset.resolve(ImageFolder.METADATA));
    }

    private static List<Example> examples(Path dataset) {
        try {
            return ImageFolder.read(dataset);
        } catch (DataException e) {
            return List.of(); // unfinished or damaged: what is planned is deleted anyway
        }
    }
}

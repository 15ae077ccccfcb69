package io.sfumato.train;

import io.sfumato.data.BrokenPictureException;
import io.sfumato.data.DataException;
import io.sfumato.tensor.FileTrouble;
import io.sfumato.train.loop.TrainObserver;
import io.sfumato.train.recipe.RecipeException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Tells of broken pictures, and keeps a list of them: of each once, however many stages meet it and however often the run goes on, and
 * how many there are by now. Too many are too many, whichever processes and stages have met them.
 */
final class Skipped implements Consumer<BrokenPictureException> {
    /** Of all pictures, how many may be broken: one in so many. */
    private static final int ONE_IN = 100;

    private final TrainObserver observer;
    private final Path list;
    private final int pictures;
    private final Set<String> told = new HashSet<>();

    /**
     * @param list a line a picture; also those that another process of the run has met
     * @param pictures of the data, those to train on and those held out
     */
    Skipped(TrainObserver observer, Path list, int pictures) {
        this.observer = observer;
        this.list = list;
        this.pictures = pictures;
    }

    @Override
    public void accept(BrokenPictureException broken) {
        String line = broken.getMessage().lines().collect(Collectors.joining(" "));
        read();
        if (told.add(line)) {
            write(line);
            observer.note("skipped " + told.size() + ": " + line);
            if (told.size() > pictures / ONE_IN) {
                throw new DataException(
                        told.size() + " of " + pictures + " pictures cannot be used, expected at most 1 %:"
                                + " they are listed in " + list + ". Mend or remove them, and remove the list");
            }
        }
    }

    /** Others may have written since. */
    private void read() {
        try {
            if (Files.exists(list)) {
                told.addAll(Files.readAllLines(list));
            }
        } catch (IOException e) {
            throw new RecipeException(list + " cannot be read: " + FileTrouble.of(e), e);
        }
    }

    private void write(String line) {
        try {
            Files.write(
                    list, List.of(line), StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new RecipeException(list + " cannot be written: " + FileTrouble.of(e), e);
        }
    }
}

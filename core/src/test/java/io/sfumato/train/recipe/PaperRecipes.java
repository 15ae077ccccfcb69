package io.sfumato.train.recipe;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The recipes that lie in the repository. */
final class PaperRecipes {
    static final Path ALL = Path.of(System.getProperty("basedir", ".")).resolve("../recipes");
    private static final Path OF_THE_PAPER = ALL.resolve("paper");

    private PaperRecipes() {}

    static Path file(String name) {
        return OF_THE_PAPER.resolve(name + ".yaml");
    }

    /** A recipe's name: table and file. */
    static String name(Path file) {
        return OF_THE_PAPER.relativize(file).toString().replace(".yaml", "").replace('\\', '/');
    }

    static List<Path> files(Path folder) {
        try (Stream<Path> listed = Files.walk(folder)) {
            return listed.filter(path -> path.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<String> names() {
        return files(OF_THE_PAPER).stream().map(PaperRecipes::name).toList();
    }

    static Recipe read(String name) {
        return Recipe.read(file(name));
    }
}

package io.sfumato.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The files that one run writes: {@code BASE.png}, or {@code BASE-1.png} and so on and {@code BASE-grid.png}. A plan is
 * made, and found to be possible, before the work begins.
 */
record PictureFiles(Path folder, String base, int count) {
    private static final String SUFFIX = ".png";

    /**
     * Plans the files.
     *
     * @param output what the user asked for: a file, which may be overwritten, or a folder, where nothing is; null for
     *     the current folder
     * @param ownBase the name to take where the user gave none
     */
    static PictureFiles plan(@Nullable String output, String ownBase, int count) {
        PictureFiles files = isFolder(output)
                ? new PictureFiles(Path.of(output == null ? "" : output), ownBase, count).firstFree()
                : named(output, count);
        files.checkWritable();
        return files;
    }

    /** The file of one picture, counted from 0. */
    Path picture(int index) {
        return file(count == 1 ? base : base + "-" + (index + 1));
    }

    /** The file of all pictures on one sheet, where there are several. */
    Optional<Path> grid() {
        return count == 1 ? Optional.empty() : Optional.of(file(base + "-grid"));
    }

    /** Makes the folder where it is not there yet. */
    void makeFolder() throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder);
        }
    }

    private static boolean isFolder(@Nullable String output) {
        return output == null || output.endsWith("/") || Files.isDirectory(Path.of(output));
    }

    private static PictureFiles named(String output, int count) {
        if (!output.toLowerCase(Locale.ROOT).endsWith(SUFFIX)) {
            throw new UsageException(
                    "--output is " + output + ", expected a name that ends in .png, or a folder. Write " + output
                            + ".png for a picture, " + output + "/ for a new folder");
        }
        Path file = Path.of(output);
        String name = file.getFileName().toString();
        Path parent = file.getParent();
        return new PictureFiles(
                parent == null ? Path.of("") : parent, name.substring(0, name.length() - SUFFIX.length()), count);
    }

    /** This plan, or the same with a number after the name, such that no file is overwritten. */
    private PictureFiles firstFree() {
        return IntStream.iterate(1, number -> number + 1)
                .mapToObj(number -> number == 1 ? this : new PictureFiles(folder, base + "-" + number, count))
                .filter(files -> files.all().noneMatch(Files::exists))
                .findFirst()
                .orElseThrow();
    }

    private void checkWritable() {
        all().filter(Files::isDirectory).findFirst().ifPresent(taken -> {
            throw new UsageException(taken + ": is a folder, expected a file to write. Choose another --output");
        });
        Writable.checkFolder(folder, "--output");
    }

    private Stream<Path> all() {
        return Stream.concat(IntStream.range(0, count).mapToObj(this::picture), grid().stream());
    }

    private Path file(String name) {
        return folder.resolve(name + SUFFIX);
    }
}

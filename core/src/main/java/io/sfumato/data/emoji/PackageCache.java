package io.sfumato.data.emoji;

import io.sfumato.data.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Archives already fetched, checked every time before they are used. */
record PackageCache(Path directory, PackageSource source) {
    /** The checked archive of {@code wanted}; fetched where it is not here, or damaged. */
    Path archive(NpmPackage wanted) {
        Path kept = directory.resolve(wanted.fileName());
        if (Files.isRegularFile(kept) && Integrity.of(kept).equals(wanted.integrity())) {
            return kept;
        }
        try {
            Files.createDirectories(directory);
            Path fetching = Files.createTempDirectory(directory, "fetching-");
            try {
                Path fetched = source.fetch(wanted, fetching);
                check(wanted, Integrity.of(fetched));
                return Files.move(fetched, kept, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                delete(fetching);
            }
        } catch (IOException e) {
            throw new DataException(kept + ": cannot be written: " + e.getMessage(), e);
        }
    }

    private static void check(NpmPackage wanted, Integrity got) {
        if (!got.equals(wanted.integrity())) {
            throw new DataException(wanted + ": the fetched archive has " + got + ", expected " + wanted.integrity()
                    + ". It is damaged or not the published one: check the npm registry in use, then try again");
        }
    }

    private static void delete(Path folder) throws IOException {
        List<Path> inside;
        try (Stream<Path> walk = Files.walk(folder)) {
            inside = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : inside) {
            Files.delete(path);
        }
    }
}

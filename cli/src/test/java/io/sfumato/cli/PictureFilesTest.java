package io.sfumato.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PictureFilesTest {
    @TempDir
    Path folder;

    @Test
    void aNamedFileIsUsedAsItIs() throws IOException {
        Path file = Files.createFile(folder.resolve("apple.png"));
        PictureFiles files = PictureFiles.plan(file.toString(), "unused", 1);
        assertThat(files.picture(0)).isEqualTo(file);
        assertThat(files.grid()).isEmpty();
    }

    @Test
    void severalPicturesAreNumberedAndHaveASheet() {
        PictureFiles files = PictureFiles.plan(folder.resolve("apple.png").toString(), "unused", 2);
        assertThat(files.picture(0)).isEqualTo(folder.resolve("apple-1.png"));
        assertThat(files.picture(1)).isEqualTo(folder.resolve("apple-2.png"));
        assertThat(files.grid()).contains(folder.resolve("apple-grid.png"));
    }

    @Test
    void inAFolderTheNameIsOurs() {
        PictureFiles files = PictureFiles.plan(folder.toString(), "apple-7", 1);
        assertThat(files.picture(0)).isEqualTo(folder.resolve("apple-7.png"));
    }

    @Test
    void aNameOfOursOverwritesNothing() throws IOException {
        Files.createFile(folder.resolve("apple-7.png"));
        Files.createFile(folder.resolve("apple-7-2.png"));
        PictureFiles files = PictureFiles.plan(folder.toString(), "apple-7", 1);
        assertThat(files.picture(0)).isEqualTo(folder.resolve("apple-7-3.png"));
    }

    @Test
    void aNewFolderIsMadeOnlyWhenPicturesCome() throws IOException {
        Path made = folder.resolve("new/deep");
        PictureFiles files = PictureFiles.plan(made + "/", "apple-7", 1);
        assertThat(folder.resolve("new")).doesNotExist();
        files.makeFolder();
        assertThat(made).isDirectory();
        assertThat(files.picture(0)).isEqualTo(made.resolve("apple-7.png"));
    }

    @Test
    void withoutAnOutputPicturesGoToTheCurrentFolder() {
        assertThat(PictureFiles.plan(null, "a-name-that-is-nowhere", 1).picture(0))
                .isEqualTo(Path.of("a-name-that-is-nowhere.png"));
    }

    @Test
    void aNameThatIsNeitherPngNorFolderIsRefused() {
        assertThatThrownBy(() -> PictureFiles.plan(folder.resolve("apple.jpg").toString(), "x", 1))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("apple.jpg, expected a name that ends in .png, or a folder");
    }

    @Test
    void aFileWhereAFolderIsNeededIsNamed() throws IOException {
        Path file = Files.createFile(folder.resolve("taken"));
        assertThatThrownBy(() -> PictureFiles.plan(file.resolve("apple.png").toString(), "x", 1))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining(file + " is not a folder");
    }

    @Test
    void aFolderWhereAPictureShouldGoIsNamed() throws IOException {
        Files.createDirectory(folder.resolve("apple-1.png"));
        assertThatThrownBy(() -> PictureFiles.plan(folder.resolve("apple.png").toString(), "x", 3))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("apple-1.png: is a folder");
    }

    @Test
    void whereNothingCanBeWrittenItIsSaidBeforehand() {
        assertThatThrownBy(() -> PictureFiles.plan("/proc/apple.png", "x", 1))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("/proc: nothing can be written there");
    }

    @Test
    void planningLeavesNothingBehind() throws IOException {
        PictureFiles.plan(folder.resolve("apple.png").toString(), "x", 3);
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
    }
}

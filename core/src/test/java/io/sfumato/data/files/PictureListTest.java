package io.sfumato.data.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sfumato.data.DataException;
import io.sfumato.data.DataSet;
import io.sfumato.data.Known;
import io.sfumato.image.Png;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pictures that a text file names. */
class PictureListTest {
    @TempDir
    private Path folder;

    private Path pictures;

    @BeforeEach
    void writePictures() throws IOException {
        pictures = folder.resolve("pictures");
        for (String name : List.of("dog/1", "cat/1", "cat/2")) {
            Path file = pictures.resolve(name + ".png");
            Files.createDirectories(file.getParent());
            Png.of(new BufferedImage(2, 2, BufferedImage.TYPE_INT_RGB)).write(file);
        }
    }

    private PictureList list(String text) throws IOException {
        return new PictureList(Files.writeString(folder.resolve("list.txt"), text), Optional.of(pictures));
    }

    private static List<Integer> classes(DataSet data) {
        return IntStream.range(0, data.count())
                .mapToObj(i -> ((Known.ClassOf) data.known(i)).index())
                .toList();
    }

    @Test
    void namesAreInTheOrderOfTheListAndBlankLinesAreNone() throws IOException {
        DataSet data = list("dog/1.png\r\n\n cat/2.png\ncat/1.png").pictures();
        assertThat(IntStream.range(0, data.count()).mapToObj(data::name))
                .containsExactly("dog/1.png", "cat/2.png", "cat/1.png");
        assertThat(data.known(0)).isEqualTo(new Known.Nothing());
        assertThat(data.picture(2).width()).isEqualTo(2);
    }

    @Test
    void aListMayBeginWithAMarkOfByteOrder() throws IOException {
        DataSet data = list("\ufeffdog/1.png\ncat/2.png\n").pictures();
        assertThat(data.name(0)).isEqualTo("dog/1.png");
        assertThat(data.count()).isEqualTo(2);
    }

    @Test
    void withoutAFolderNamesArePaths() throws IOException {
        Path file = Files.writeString(folder.resolve("paths.txt"), pictures.resolve("cat/1.png") + "\n");
        DataSet data = new PictureList(file, Optional.empty()).pictures();
        assertThat(data.picture(0).height()).isEqualTo(2);
    }

    @Test
    void classesAreTheFirstFoldersInTheOrderOfTheirNames() throws IOException {
        DataSet data = list("dog/1.png\ncat/2.png\n").classes();
        assertThat(data.classes()).containsExactly("cat", "dog");
        assertThat(classes(data)).containsExactly(1, 0);
        assertThat(classes(list("cat/1.png\n").classes(List.of("bird", "cat", "dog"))))
                .containsExactly(1);
        assertThatThrownBy(() -> list("cat/1.png\n").classes(List.of("dog")))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("'cat/1.png' is of another class");
    }

    @ParameterizedTest
    @CsvSource({
        "'', names no picture",
        "'cat/1.png\ncat/3.png\n', line 2: file_name 'cat/3.png' does not exist",
        "'../list.txt\n', line 1: file_name '../list.txt' leads out of the folder",
        "'/etc/passwd\n', line 1: file_name '/etc/passwd' leads out of the folder",
        "'cat\n', line 1: file_name 'cat' does not exist"
    })
    void whatIsNotThereIsNamedByItsLine(String text, String complaint) {
        assertThatThrownBy(() -> list(text).pictures())
                .isInstanceOf(DataException.class)
                .hasMessageStartingWith(folder.resolve("list.txt").toString())
                .hasMessageContaining(complaint);
    }

    @Test
    void aListThatIsNoTextIsRefused() throws IOException {
        Path file = folder.resolve("list.txt");
        Files.write(file, new byte[] {(byte) 0xff, (byte) 0xd8, 1, 2});
        assertThatThrownBy(() -> new PictureList(file, Optional.empty()).pictures())
                .isInstanceOf(DataException.class)
                .hasMessageContaining("is not UTF-8 text");
        Files.writeString(file, "x".repeat((1 << 20) + 1));
        assertThatThrownBy(() -> new PictureList(file, Optional.empty()).pictures())
                .isInstanceOf(DataException.class)
                .hasMessageContaining("line 1: is longer than 1048576 characters");
        assertThatThrownBy(() -> new PictureList(folder, Optional.empty()).pictures())
                .isInstanceOf(DataException.class)
                .hasMessageContaining("cannot be read");
    }
}

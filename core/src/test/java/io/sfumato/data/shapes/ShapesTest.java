package io.sfumato.data.shapes;

import static org.assertj.core.api.Assertions.assertThat;

import io.sfumato.data.DataSet;
import io.sfumato.data.Known;
import io.sfumato.data.files.DataFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShapesTest {
    private final Shapes shapes = new Shapes(16);

    @TempDir
    private Path folder;

    @Test
    void everyPictureHasACaptionOfItsOwn() {
        List<String> names =
                IntStream.range(0, shapes.count()).mapToObj(shapes::name).toList();
        assertThat(names).hasSize(288).doesNotHaveDuplicates().contains("a small red circle, upper left");
    }

    @Test
    void theCaptionSaysWhatIsToBeSeen() {
        int circle = IntStream.range(0, shapes.count())
                .filter(i -> shapes.name(i).equals("a large blue circle, lower right"))
                .findFirst()
                .orElseThrow();
        byte[] planes = shapes.picture(circle).planes();
        int middle = 11 * 16 + 11;
        assertThat(new int[] {planes[middle] & 0xff, planes[256 + middle] & 0xff, planes[512 + middle] & 0xff})
                .as("the blue of the shape")
                .containsExactly(0x30, 0x60, 0xe0);
        assertThat(planes[0]).as("white, far from it").isEqualTo((byte) 0xff);
    }

    @Test
    void aVariedCaptionMayLeaveOutThePlace() {
        Known.Words words = (Known.Words) shapes.known(0);
        SplittableRandom random = new SplittableRandom(1);
        assertThat(Stream.generate(() -> words.varied(random)).limit(50).distinct())
                .containsExactlyInAnyOrder("a small red circle, upper left", "a small red circle");
    }

    @Test
    void theFolderIsReadLikeAnyOther() throws Exception {
        assertThat(ShapesFolder.write(folder, 16)).isEqualTo(288);
        Files.delete(folder.resolve("005.png"));
        assertThat(ShapesFolder.write(folder, 16))
                .as("what is missing is written again")
                .isEqualTo(288);
        DataSet read = new DataFolder(folder, 0).captions().train();
        assertThat(read.count()).isEqualTo(288);
        assertThat(((Known.Words) read.known(3)).canonical()).isEqualTo(shapes.name(3));
        assertThat(read.picture(3).planes()).containsExactly(shapes.picture(3).planes());
    }
}

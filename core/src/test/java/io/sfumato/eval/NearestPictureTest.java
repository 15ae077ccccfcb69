package io.sfumato.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sfumato.data.DataException;
import io.sfumato.data.Example;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NearestPictureTest {
    @TempDir
    Path folder;

    @Test
    void aPictureIsNearestToItself() throws IOException {
        Example red = DrawnPictures.example(folder, "red", "a", DrawnPictures.square(Color.RED, 10));
        Example blue = DrawnPictures.example(folder, "blue", "a", DrawnPictures.square(Color.BLUE, 10));
        NearestPicture nearest = new NearestPicture(List.of(red, blue));
        assertThat(nearest.to(DrawnPictures.square(Color.RED, 10))).isEqualTo(red);
        assertThat(nearest.to(DrawnPictures.square(Color.BLUE, 10))).isEqualTo(blue);
    }

    @Test
    void aShiftedPictureIsStillNearestToItsOwnColour() throws IOException {
        Example red = DrawnPictures.example(folder, "red", "a", DrawnPictures.square(Color.RED, 10));
        Example blue = DrawnPictures.example(folder, "blue", "a", DrawnPictures.square(Color.BLUE, 13));
        assertThat(new NearestPicture(List.of(blue, red)).to(DrawnPictures.square(Color.RED, 13)))
                .isEqualTo(red);
    }

    @Test
    void aThumbnailAveragesBoxesOfPixels() {
        BufferedImage black = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
        BufferedImage speck = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
        speck.setRGB(5, 9, 0xff0000); // one of the four pixels of a cell
        double quarter = 255 / 4.0;
        assertThat(Thumbnail.of(black).distance(Thumbnail.of(speck))).isEqualTo(quarter * quarter);
    }

    @Test
    void aSizeThatDoesNotDivideIsRefused() {
        BufferedImage odd = new BufferedImage(50, 64, BufferedImage.TYPE_INT_RGB);
        assertThatThrownBy(() -> Thumbnail.of(odd))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("50 x 64")
                .hasMessageContaining("multiples of 32");
    }
}

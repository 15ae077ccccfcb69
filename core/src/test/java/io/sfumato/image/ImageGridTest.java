package io.sfumato.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class ImageGridTest {
    private static final int RED = 0xffff0000;
    private static final int BLUE = 0xff0000ff;
    private static final int WHITE = 0xffffffff;

    @Test
    void picturesGoRowByRowWithGapsBetween() {
        BufferedImage sheet =
                new ImageGrid(2, 2, 3).of(List.of(plain(4, 2, RED), plain(4, 2, BLUE), plain(4, 2, BLUE)));
        assertThat(List.of(sheet.getWidth(), sheet.getHeight())).containsExactly(11, 7);
        assertThat(sheet.getRGB(3, 1)).isEqualTo(RED);
        assertThat(sheet.getRGB(4, 1)).isEqualTo(WHITE);
        assertThat(sheet.getRGB(7, 0)).isEqualTo(BLUE);
        assertThat(sheet.getRGB(0, 5)).isEqualTo(BLUE);
        assertThat(sheet.getRGB(10, 6)).isEqualTo(WHITE);
    }

    @Test
    void aSquareGridIsAsSquareAsItCanBe() {
        assertThat(ImageGrid.square(1)).isEqualTo(new ImageGrid(1, 1, 2));
        assertThat(ImageGrid.square(4)).isEqualTo(new ImageGrid(2, 2, 2));
        assertThat(ImageGrid.square(5)).isEqualTo(new ImageGrid(2, 3, 2));
        assertThat(ImageGrid.square(16)).isEqualTo(new ImageGrid(4, 4, 2));
    }

    @Test
    void tooManyPicturesAreRefused() {
        List<BufferedImage> pictures = Collections.nCopies(3, plain(1, 1, RED));
        assertThatThrownBy(() -> new ImageGrid(1, 2, 0).of(pictures))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("got 3 pictures, expected 1 to 2");
    }

    @Test
    void picturesOfDifferentSizesAreRefused() {
        assertThatThrownBy(() -> ImageGrid.square(2).of(List.of(plain(2, 2, RED), plain(3, 2, RED))))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("3 by 2 pixels, expected 2 by 2");
    }

    private static BufferedImage plain(int width, int height, int colour) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < width * height; i++) {
            image.setRGB(i % width, i / width, colour);
        }
        return image;
    }
}

package io.sfumato.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensors;
import io.sfumato.tensor.testkit.NoLeaks;
import java.awt.image.BufferedImage;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoLeaks.class)
class PixelImagesTest {
    @Test
    void whatOvershootsIsBlackOrWhite() {
        Pixels pixels = new Pixels(Tensors.of(new float[] {-7, 0, 1.001f}, Shape.of(1, 3, 1, 1)));
        assertThat(PixelImages.toImages(pixels).get(0).getRGB(0, 0) & 0xffffff).isEqualTo(0x0080ff);
    }

    @Test
    void everyLevelComesBack() {
        BufferedImage image = new BufferedImage(256, 1, BufferedImage.TYPE_INT_RGB);
        for (int level = 0; level < 256; level++) {
            image.setRGB(level, 0, level << 16 | (255 - level) << 8 | level);
        }
        BufferedImage back =
                PixelImages.toImages(PixelImages.of(List.of(image))).get(0);
        assertThat(back.getRGB(0, 0, 256, 1, null, 0, 256)).isEqualTo(image.getRGB(0, 0, 256, 1, null, 0, 256));
    }
}

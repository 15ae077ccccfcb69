package io.sfumato.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import org.junit.jupiter.api.Test;

class ReconstructionQualityTest {
    @Test
    void oneStepOfTenInEverySampleIsTwentyEightDecibels() {
        BufferedImage dark = filled(0x646464);
        BufferedImage lighter = filled(0x6e6e6e);
        assertThat(ReconstructionQuality.psnr(dark, lighter)).isEqualTo(20 * Math.log10(25.5), within(1e-9));
    }

    @Test
    void equalPicturesHaveTheLargestValue() {
        assertThat(ReconstructionQuality.psnr(filled(0x123456), filled(0x123456)))
                .isEqualTo(100);
    }

    private static BufferedImage filled(int color) {
        BufferedImage image = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < 8; y++) {
            for (int x = 0; x < 8; x++) {
                image.setRGB(x, y, color);
            }
        }
        return image;
    }
}

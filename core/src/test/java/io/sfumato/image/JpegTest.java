package io.sfumato.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JpegTest {
    private static final Picture ORIGINAL = TestPictures.read("resized/original.png");

    private static final int QUANTISATION = 0xdb;
    private static final int FRAME = 0xc0;

    /** ITU-T T.81, table K.1, in zigzag order. */
    private static final int[] BRIGHTNESS = {
        16, 11, 12, 14, 12, 10, 16, 14, 13, 14, 18, 17, 16, 19, 24, 40, 26, 24, 22, 22, 24, 49, 35, 37, 29, 40, 58, 51,
        61, 60, 57, 51, 56, 55, 64, 72, 92, 78, 64, 68, 87, 69, 55, 56, 80, 109, 81, 87, 95, 98, 103, 104, 103, 62, 77,
        113, 121, 112, 100, 120, 92, 101, 103, 99
    };

    /** What follows the length of a file's first segment of a kind. */
    private static int[] segment(byte[] file, int marker) {
        int at = 2;
        while ((file[at + 1] & 0xff) != marker) {
            at += 2 + length(file, at);
        }
        int start = at + 4;
        int[] content = new int[length(file, at) - 2];
        Arrays.setAll(content, i -> file[start + i] & 0xff);
        return content;
    }

    private static int length(byte[] file, int at) {
        return (file[at + 2] & 0xff) << 8 | (file[at + 3] & 0xff);
    }

    /** jpeg_quality_scaling and jpeg_add_quant_table of the Independent JPEG Group's library, in whole numbers. */
    @Test
    void tablesAreThoseOfTheIndependentJpegGroupAtEveryQuality() {
        for (int quality = 1; quality <= 100; quality++) {
            int scale = quality < 50 ? 5000 / quality : 200 - 2 * quality;
            int[] expected = Arrays.stream(BRIGHTNESS)
                    .map(number -> Math.max(1, Math.min(255, (number * scale + 50) / 100)))
                    .toArray();
            int[] table = segment(Jpeg.encode(ORIGINAL, quality), QUANTISATION);
            assertThat(Arrays.copyOfRange(table, 1, 65))
                    .as("quality %d", quality)
                    .isEqualTo(expected);
        }
    }

    @Test
    void coloursAreHalvedBothWays() {
        int[] frame = segment(Jpeg.encode(ORIGINAL, 90), FRAME);
        assertThat(frame[5]).as("components").isEqualTo(3);
        assertThat(new int[] {frame[7], frame[10], frame[13]}).containsExactly(0x22, 0x11, 0x11);
    }

    @Test
    void whatIsLeftIsTheBetterTheHigherTheQuality() {
        int last = 256;
        for (int quality : new int[] {10, 50, 98}) {
            Picture left = Jpeg.compressed(ORIGINAL, quality);
            assertThat(left.width()).isEqualTo(37);
            assertThat(left.height()).isEqualTo(29);
            int furthest = TestPictures.furthest(left, ORIGINAL);
            assertThat(furthest).isPositive().isLessThan(last);
            last = furthest;
        }
    }

    @Test
    void oneColourStaysThatColour() {
        Picture grey = Picture.ofGrey(1, 1, new byte[] {100}).resized(20, 12, Resampling.NEAREST);
        assertThat(Jpeg.compressed(grey, 90).samples()).containsOnly(100);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 101, -5})
    void aQualityIsFrom1To100(int quality) {
        assertThatIllegalArgumentException().isThrownBy(() -> Jpeg.encode(ORIGINAL, quality));
    }
}

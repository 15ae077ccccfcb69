package io.sfumato.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResamplingTest {
    private static final Picture ORIGINAL = TestPictures.read("resized/original.png");

    @ParameterizedTest
    @EnumSource(names = {"NEAREST", "BOX", "BILINEAR", "HAMMING", "BICUBIC", "LANCZOS"})
    void picturesAreThoseOfPillowToTheLastBit(Resampling resampling) {
        for (String size : new String[] {"16x16", "64x48", "37x11", "5x29", "90x7"}) {
            Picture expected = expected(resampling, size);
            assertThat(ORIGINAL.resized(expected.width(), expected.height(), resampling)
                            .samples())
                    .as(size)
                    .isEqualTo(expected.samples());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"TWO_NEAREST", "FOUR_NEAREST", "AREA"})
    void picturesAreThoseOfOpenCvToARounding(Resampling resampling) {
        for (String size : new String[] {"16x16", "64x48", "37x11", "5x29", "90x7"}) {
            Picture expected = expected(resampling, size);
            Picture resized = ORIGINAL.resized(expected.width(), expected.height(), resampling);
            assertThat(TestPictures.furthest(resized, expected)).as(size).isLessThanOrEqualTo(1);
        }
    }

    @ParameterizedTest
    @CsvSource({"18, 14", "9, 7"})
    void areasOfWholePixelsAreTheirMeans(int width, int height) {
        Picture expected = TestPictures.read("resized/area-of-36x28-" + width + "x" + height + ".png");
        Picture resized = ORIGINAL.cut(0, 0, 36, 28).resized(width, height, Resampling.AREA);
        assertThat(TestPictures.furthest(resized, expected)).isLessThanOrEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void oneColourStaysThatColour(Resampling resampling) {
        Picture white = Picture.ofGrey(3, 2, new byte[] {-1, -1, -1, -1, -1, -1});
        assertThat(white.resized(7, 1, resampling).samples()).containsOnly(-1);
        assertThat(white.resized(1, 5, resampling).samples()).containsOnly(-1);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -4})
    void aPictureHasPixels(int side) {
        assertThatThrownBy(() -> ORIGINAL.resized(side, 4, Resampling.BOX)).isInstanceOf(ImageException.class);
    }

    @Test
    void aPartIsInside() {
        assertThat(ORIGINAL.cut(1, 2, 3, 4).height()).isEqualTo(4);
        assertThatThrownBy(() -> ORIGINAL.cut(30, 0, 8, 8)).hasMessageContaining("is not inside a picture of 37 x 29");
    }

    @Test
    void aMirroredPictureIsMirroredBack() {
        assertThat(ORIGINAL.mirrored().mirrored().samples()).isEqualTo(ORIGINAL.samples());
        assertThat(ORIGINAL.mirrored().cut(0, 5, 1, 1).samples())
                .isEqualTo(ORIGINAL.cut(36, 5, 1, 1).samples());
    }

    @Test
    void planesAreThoseOfTheLibrarysPicture() {
        assertThat(ORIGINAL.planes()).isEqualTo(PixelImages.planes(ORIGINAL.toImage()));
        assertThat(Picture.ofPlanes(37, 29, ORIGINAL.planes()).samples()).isEqualTo(ORIGINAL.samples());
    }

    private static Picture expected(Resampling resampling, String size) {
        return TestPictures.read("resized/" + resampling.name().toLowerCase(Locale.ROOT) + "-" + size + ".png");
    }
}

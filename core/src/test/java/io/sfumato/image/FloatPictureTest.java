package io.sfumato.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FloatPictureTest {
    private static final Picture ORIGINAL = TestPictures.read("resized/original.png");

    /** One row, of one brightness each. */
    private static FloatPicture row(double... values) {
        float[] samples = new float[3 * values.length];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (float) values[i / 3];
        }
        return new FloatPicture(values.length, 1, samples);
    }

    private static double[] brightness(FloatPicture row) {
        double[] values = new double[row.width()];
        for (int i = 0; i < values.length; i++) {
            values[i] = row.samples()[3 * i];
        }
        return values;
    }

    @Test
    void eightBitsComeBackAsTheyWere() {
        assertThat(FloatPicture.of(ORIGINAL).rounded().samples()).isEqualTo(ORIGINAL.samples());
    }

    @Test
    void aHalfGoesToTheEvenNumberAndWhatLiesBeyondIsClipped() {
        FloatPicture row = row(0.5 / 255, 1.5 / 255, 2.5 / 255, -3, 7, 1);
        byte[] samples = row.rounded().samples();
        assertThat(new int[] {samples[0], samples[3], samples[6], samples[9], samples[12], samples[15]})
                .containsExactly(0, 2, 2, 0, -1, -1);
        assertThat(brightness(row.clipped()))
                .containsExactly((float) (0.5 / 255), (float) (1.5 / 255), (float) (2.5 / 255), 0, 1, 1);
    }

    @ParameterizedTest
    @EnumSource(
            names = "MIRRORED_CUBIC",
            mode = EnumSource.Mode.EXCLUDE) // no program at hand made pictures of this one
    void picturesAreThoseOfOpenCvToARounding(FloatResampling resampling) {
        for (String size : new String[] {"16x16", "64x48", "37x11", "5x29", "90x7"}) {
            Picture expected =
                    TestPictures.read("resized/" + resampling.name().toLowerCase(Locale.ROOT) + "-" + size + ".png");
            Picture resized = FloatPicture.of(ORIGINAL)
                    .resized(expected.width(), expected.height(), resampling)
                    .rounded();
            assertThat(TestPictures.furthest(resized, expected)).as(size).isLessThanOrEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void oneColourStaysThatColour(FloatResampling resampling) {
        float[] grey = new float[3 * 6 * 8];
        Arrays.fill(grey, 0.375f);
        FloatPicture picture = new FloatPicture(6, 8, grey);
        for (FloatPicture resized : new FloatPicture[] {
            picture.resized(3, 4, resampling), picture.resized(7, 3, resampling), picture.resized(1, 1, resampling)
        }) {
            for (float sample : resized.samples()) {
                assertThat(sample).isCloseTo(0.375f, within(1e-6f));
            }
        }
    }

    /** By hand, from the cubic at ±1/4, ±3/4, ±5/4 and ±7/4, halved: 111, 29, −9, −3 of 256. */
    @Test
    void halvedAsInMatlabAPointHasTheseWeights() {
        double[] halved =
                brightness(row(0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0).resized(6, 1, FloatResampling.MIRRORED_CUBIC));
        double[] expected = {0, -9, 111, 29, -3, 0};
        for (int i = 0; i < 6; i++) {
            assertThat(halved[i]).as("pixel %d", i).isCloseTo(expected[i] / 256, within(1e-7));
        }
    }

    /** The pixel before the first is the first, that before it the second, and so on. */
    @Test
    void beyondTheBorderOfMatlabsIsAMirror() {
        double[] first = brightness(row(1, 0, 0, 0, 0, 0, 0, 0).resized(4, 1, FloatResampling.MIRRORED_CUBIC));
        assertThat(first[0]).isCloseTo((111 + 29) / 256.0, within(1e-7));
        assertThat(first[1]).isCloseTo((-9 - 3) / 256.0, within(1e-7));
        double[] third = brightness(row(0, 0, 1, 0, 0, 0, 0, 0).resized(4, 1, FloatResampling.MIRRORED_CUBIC));
        assertThat(third[0]).isCloseTo((29 - 3) / 256.0, within(1e-7));
    }

    /** Each pixel of the half lies between two: a ramp stays a ramp. */
    @ParameterizedTest
    @EnumSource
    void aRampThatIsHalvedIsARamp(FloatResampling resampling) {
        double[] ramp = new double[24];
        for (int i = 0; i < ramp.length; i++) {
            ramp[i] = i / 32.0;
        }
        double[] halved = brightness(row(ramp).resized(12, 1, resampling));
        for (int i = 2; i < 10; i++) {
            assertThat(halved[i]).isCloseTo((2 * i + 0.5) / 32, within(1e-6));
        }
    }

    @Test
    void theFourNearestAreWeighedByTheCubicOfOpenCv() {
        double a = 0.2;
        double b = 0.4;
        double c = 0.8;
        double d = 0.1;
        double[] wide = brightness(row(a, b, c, d).resized(8, 1, FloatResampling.FOUR_NEAREST));
        double share = 0.75; // the fourth pixel lies at 1.25
        double expected = keys(1.25) * a + keys(0.25) * b + keys(share) * c + keys(1.75) * d;
        assertThat(wide[3]).isCloseTo(expected, within(1e-6));
        assertThat(wide[0])
                .as("beyond the border its pixel goes on")
                .isCloseTo((keys(1.75) + keys(0.75) + keys(0.25)) * a + keys(1.25) * b, within(1e-6));
    }

    /** Keys 1981, eq. 4 with a = −3/4. */
    private static double keys(double x) {
        return x < 1 ? 1.25 * x * x * x - 2.25 * x * x + 1 : -0.75 * x * x * x + 3.75 * x * x - 6 * x + 3;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -4})
    void aPictureHasPixels(int side) {
        assertThatThrownBy(() -> row(1, 0).resized(side, 4, FloatResampling.AREA))
                .isInstanceOf(ImageException.class);
        assertThatThrownBy(() -> new FloatPicture(side, 4, new float[12])).isInstanceOf(ImageException.class);
    }
}

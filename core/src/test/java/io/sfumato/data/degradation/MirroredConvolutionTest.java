package io.sfumato.data.degradation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sfumato.data.Drawings;
import io.sfumato.image.FloatPicture;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MirroredConvolutionTest {
    private static final BlurKernel ODD = BlurKernel.ellipse(5, 0.7, new BlurKernel.Variances(1.5, 0.4));
    private static final BlurKernel EVEN = BlurKernel.ellipse(6, 2.1, new BlurKernel.Variances(0.9, 0.2));

    private static BlurKernel lopsided(int size) {
        return BlurKernel.ellipse(size, 1.1, new BlurKernel.Variances(2.5, 0.6)).moved(1.25);
    }

    private static FloatPicture noise(int width, int height) {
        return FloatPicture.of(Drawings.noise(width, height, 5));
    }

    /** The sum as it is defined, with a border that is walked along: d c b | a b c d | c b a. */
    private static double slowly(FloatPicture picture, BlurKernel kernel, int x, int y, int channel) {
        int middle = kernel.size() / 2;
        double sum = 0;
        for (int v = 0; v < kernel.size(); v++) {
            for (int u = 0; u < kernel.size(); u++) {
                int fromX = bounced(x + middle - u, picture.width());
                int fromY = bounced(y + middle - v, picture.height());
                sum += kernel.at(u, v) * picture.samples()[3 * (fromY * picture.width() + fromX) + channel];
            }
        }
        return sum;
    }

    private static int bounced(int place, int count) {
        int at = place;
        while (at < 0 || at >= count) {
            at = count == 1 ? 0 : at < 0 ? -at : 2 * (count - 1) - at;
        }
        return at;
    }

    @ParameterizedTest
    @CsvSource({"5, 20, 15", "6, 20, 15", "14, 9, 11", "25, 16, 8", "25, 3, 2", "7, 1, 4"})
    void itIsTheSumThatItIsDefinedAs(int size, int width, int height) {
        FloatPicture picture = noise(width, height);
        BlurKernel kernel = lopsided(size);
        float[] convolved = MirroredConvolution.of(picture, kernel).samples();
        for (int i = 0; i < convolved.length; i++) {
            double expected = slowly(picture, kernel, i / 3 % width, i / 3 / width, i % 3);
            assertThat((double) convolved[i]).isCloseTo(expected, within(2e-6));
        }
    }

    /** scipy.ndimage.convolve with mode mirror, of a picture of 4 x 3 with i² / 200 for i from 1. */
    @Test
    void itIsThatOfScipy() {
        float[] samples = new float[36];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (1 + i / 3) * (1 + i / 3) / 200f;
        }
        FloatPicture picture = new FloatPicture(4, 3, samples);
        double[] odd = {
            0.12927124,
            0.146251426,
            0.181826424,
            0.200689113,
            0.204334897,
            0.238584627,
            0.288715073,
            0.305956192,
            0.284659714,
            0.317287873,
            0.381973768,
            0.41648443
        };
        double[] even = {
            0.128599817,
            0.172375896,
            0.226137261,
            0.235937196,
            0.254634863,
            0.322176199,
            0.399702821,
            0.409502756,
            0.264434798,
            0.333949472,
            0.409502756,
            0.399702821
        };
        for (int i = 0; i < 12; i++) {
            assertThat((double) MirroredConvolution.of(picture, ODD).samples()[3 * i])
                    .isCloseTo(odd[i], within(1e-6));
            assertThat((double) MirroredConvolution.of(picture, EVEN).samples()[3 * i])
                    .isCloseTo(even[i], within(1e-6));
        }
    }

    @Test
    void oneColourStaysThatColour() {
        float[] grey = new float[3 * 12 * 10];
        Arrays.fill(grey, 0.625f);
        FloatPicture blurred = MirroredConvolution.of(new FloatPicture(12, 10, grey), lopsided(25));
        for (float sample : blurred.samples()) {
            assertThat(sample).isCloseTo(0.625f, within(1e-6f));
        }
    }

    @ParameterizedTest
    @CsvSource({"2, 16, 12", "4, 16, 12", "4, 15, 13"})
    void everyNthIsEveryNthOfAll(int n, int width, int height) {
        FloatPicture picture = noise(width, height);
        FloatPicture all = MirroredConvolution.of(picture, lopsided(7));
        FloatPicture some = MirroredConvolution.everyNth(picture, lopsided(7), n);
        assertThat(some.width()).isEqualTo((width + n - 1) / n);
        assertThat(some.height()).isEqualTo((height + n - 1) / n);
        for (int y = 0; y < some.height(); y++) {
            for (int i = 0; i < 3 * some.width(); i++) {
                int from = 3 * (n * y * width + n * (i / 3)) + i % 3;
                assertThat(some.samples()[3 * y * some.width() + i]).isEqualTo(all.samples()[from]);
            }
        }
    }
}

package io.sfumato.data.degradation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.sfumato.data.Drawings;
import io.sfumato.image.FloatPicture;
import io.sfumato.image.Picture;
import io.sfumato.image.Resampling;
import io.sfumato.image.TestPictures;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class BsrganTest {
    private static final Picture PICTURE = Drawings.noise(64, 64, 7);

    private static Picture small(Strength strength, Picture picture, int factor, long seed) {
        return new Bsrgan(strength).small(picture, factor, new SplittableRandom(seed));
    }

    /** From dark to light, left to right and top to bottom: nothing of it is lost when it is made small. */
    private static Picture ramp(int side) {
        byte[] samples = new byte[3 * side * side];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (byte) (40 + 160 * (i / 3 % side + i / 3 / side) / (2 * side));
        }
        return Picture.of(side, side, samples);
    }

    @ParameterizedTest
    @EnumSource
    void whateverIsDrawnSidesAreThoseOverTheFactor(Strength strength) {
        for (int seed = 0; seed < 60; seed++) {
            for (int factor : new int[] {2, 3, 4, 8}) {
                Picture small = small(strength, PICTURE, factor, seed);
                assertThat(small.width()).isEqualTo(64 / factor);
                assertThat(small.height()).isEqualTo(64 / factor);
            }
        }
    }

    /** The reference's kernel has 25 pixels a side, and is moved by half of the factor. */
    @ParameterizedTest
    @EnumSource
    void largeFactorsDoNotMoveKernelsOutOfThemselves(Strength strength) {
        byte[] samples = new byte[3 * 64 * 64];
        Arrays.fill(samples, (byte) 200);
        Picture flat = Picture.of(64, 64, samples);
        for (int seed = 0; seed < 600; seed++) {
            Picture small = small(strength, flat, 64, seed);
            assertThat(small.planes()[0] & 0xff).as("of seed %d", seed).isGreaterThan(60);
        }
    }

    @ParameterizedTest
    @CsvSource({"4, 4, 1, 1", "5, 7, 1, 1", "37, 22, 9, 5"})
    void picturesMayBeOfAnySidesFromTheFactorOn(int width, int height, int toWidth, int toHeight) {
        for (int seed = 0; seed < 60; seed++) {
            Picture small = small(Strength.FULL, Drawings.noise(width, height, 1), 4, seed);
            assertThat(small.width()).isEqualTo(toWidth);
            assertThat(small.height()).isEqualTo(toHeight);
        }
    }

    @ParameterizedTest
    @EnumSource
    void theSameDrawsMakeTheSamePictureAndOthersAnother(Strength strength) {
        Picture picture = TestPictures.read("resized/original.png").resized(64, 64, Resampling.BICUBIC);
        Set<List<Byte>> seen = new HashSet<>();
        for (int seed = 0; seed < 30; seed++) {
            byte[] samples = small(strength, picture, 4, seed).planes();
            assertThat(samples).isEqualTo(small(strength, picture, 4, seed).planes());
            seen.add(
                    IntStream.range(0, samples.length).mapToObj(i -> samples[i]).toList());
        }
        assertThat(seen).hasSize(30);
    }

    /**
     * Quartiles of the distance from a smooth picture, against those of 1,500 that a program with OpenCV 4.6.0 and NumPy made. The
     * light one has its upper quartile from kernels with an even side, which move what is small already by half a pixel.
     */
    @ParameterizedTest
    @CsvSource({"LIGHT, 1.26, 1.97, 4.65", "FULL, 4.56, 6.64, 10.28"})
    void picturesAreAsBadAsThoseOfOpenCv(Strength strength, double lower, double median, double upper) {
        Picture expected = ramp(64).resized(16, 16, Resampling.AREA);
        double[] distances = LongStream.range(0, 600)
                .mapToDouble(seed -> distance(small(strength, ramp(64), 4, seed), expected))
                .sorted()
                .toArray();
        assertThat(distances[150]).isCloseTo(lower, withinPercentage(12));
        assertThat(distances[300]).isCloseTo(median, withinPercentage(12));
        assertThat(distances[450]).isCloseTo(upper, withinPercentage(12));
    }

    private static double distance(Picture one, Picture other) {
        double sum = 0;
        for (int i = 0; i < one.planes().length; i++) {
            sum += Math.pow((one.planes()[i] & 0xff) - (other.planes()[i] & 0xff), 2);
        }
        return Math.sqrt(sum / one.planes().length);
    }

    @ParameterizedTest
    @EnumSource
    void everyOrderIsDrawnEquallyOftenButThatAPictureShrinksBeforeItGetsItsSize(Strength strength) {
        List<Operation> operations = Severity.of(strength).operations();
        Map<List<Operation>, Integer> orders = new HashMap<>();
        int draws = 60_000;
        RandomGenerator random = new SplittableRandom(2);
        for (int i = 0; i < draws; i++) {
            List<Operation> order = Operation.shuffled(operations, random);
            assertThat(order.indexOf(Operation.SHRINK)).isLessThan(order.indexOf(Operation.RESIZE));
            orders.merge(order, 1, Integer::sum);
        }
        int possible = strength == Strength.LIGHT ? 60 : 180; // 5! / 2, and 6! / 2 / 2 for two blurs alike
        assertThat(orders).hasSize(possible);
        assertThat(orders.values()).allSatisfy(count -> assertThat((double) count * possible / draws)
                .isCloseTo(1, within(0.3)));
        assertThat(orders.keySet()).allSatisfy(order -> assertThat(order).hasSameElementsAs(operations));
    }

    @Test
    void wholeNumbersIncludeBothEnds() {
        RandomGenerator random = new SplittableRandom(3);
        Set<Integer> all = new TreeSet<>();
        Set<Integer> odd = new TreeSet<>();
        for (int i = 0; i < 500; i++) {
            all.add(WholeNumbers.of(1, 2).drawn(random));
            odd.add(new WholeNumbers(7, 25, 2).drawn(random));
        }
        assertThat(all).containsExactly(1, 2);
        assertThat(odd).containsExactly(7, 9, 11, 13, 15, 17, 19, 21, 23, 25);
    }

    /**
     * At a factor of 4 ellipses of the light one have variances up to 2 and circles deviations up to 0.7: half of 1 and of 0.7² / 3 in
     * the mean. Of the full one 4 and 2.8² / 3, less what small kernels cut off.
     */
    @ParameterizedTest
    @CsvSource({"LIGHT, 5, 14, 0.52, 0.64", "FULL, 7, 25, 2.5, 3.3"})
    void kernelsAreAsLargeAndBroadAsTheyShould(Strength strength, int least, int most, double from, double to) {
        RandomGenerator random = new SplittableRandom(4);
        Set<Integer> sizes = new TreeSet<>();
        double spread = 0;
        for (int i = 0; i < 2000; i++) {
            BlurKernel kernel = Severity.of(strength).blur().kernel(4, random);
            sizes.add(kernel.size());
            for (int at = 0; at < kernel.size() * kernel.size(); at++) {
                double x = at % kernel.size() - (kernel.size() - 1) / 2.0;
                spread += x * x * kernel.at(at % kernel.size(), at / kernel.size()) / 2000;
            }
        }
        assertThat(sizes).contains(least, most).allMatch(size -> size >= least && size <= most);
        assertThat(spread).isBetween(from, to);
    }

    /** Of four pixels the first is left, blurred as if it were the middle of the four: at 4 i + 1.5 of a ramp. */
    @ParameterizedTest
    @CsvSource({"2", "4"})
    void whatIsLeftOfPixelsStandsForAllOfThem(int factor) {
        float[] samples = new float[3 * 96 * 96];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = i / 3 % 96 / 128f;
        }
        FloatPicture ramp = new FloatPicture(96, 96, samples);
        FloatPicture small = new Shrinking(factor, 96 / factor, 96 / factor, 0).first(ramp, new SplittableRandom(5));
        assertThat(small.width()).isEqualTo(96 / factor);
        for (int x = 16 / factor; x < 80 / factor; x++) {
            double expected = (factor * x + (factor - 1) / 2.0) / 128;
            assertThat((double) small.samples()[3 * (small.width() * 5 + x)]).isCloseTo(expected, within(1e-3));
        }
    }

    @Test
    void theFirstStepEndsBetweenThePictureAndHalfOfWhatItIsToBe() {
        FloatPicture picture = FloatPicture.of(PICTURE);
        Shrinking shrinking = new Shrinking(4, 16, 16, 1);
        Set<Integer> widths = new TreeSet<>();
        RandomGenerator random = new SplittableRandom(6);
        for (int i = 0; i < 500; i++) {
            widths.add(shrinking.first(picture, random).width());
        }
        assertThat(widths).contains(8, 16).allMatch(width -> width >= 8 && width <= 64);
        assertThat(shrinking.second(picture, random).width()).isEqualTo(16);
    }

    @Test
    void onTheWayNineInTenAreCompressed() {
        FloatPicture picture = FloatPicture.of(PICTURE);
        Compression compression = new Compression(WholeNumbers.of(80, 95));
        RandomGenerator random = new SplittableRandom(7);
        int whole = 0;
        for (int i = 0; i < 300; i++) {
            whole += compression.mostly(picture, random) == picture ? 1 : 0;
        }
        assertThat(whole / 300.0).isCloseTo(0.1, within(0.05));
    }

    @Test
    void aResampledPictureIsThatAndNothingIsDrawn() {
        Degradation degradation = new Resampled(Resampling.FOUR_NEAREST);
        RandomGenerator random = new SplittableRandom(8);
        Picture small = degradation.small(PICTURE, 4, random);
        assertThat(TestPictures.furthest(small, PICTURE.resized(16, 16, Resampling.FOUR_NEAREST)))
                .isZero();
        assertThat(random.nextLong()).isEqualTo(new SplittableRandom(8).nextLong());
    }
}

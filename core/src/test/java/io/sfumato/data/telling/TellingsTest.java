package io.sfumato.data.telling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sfumato.data.Box;
import io.sfumato.data.DataException;
import io.sfumato.data.DataSet;
import io.sfumato.data.Drawings;
import io.sfumato.data.Feed;
import io.sfumato.data.Framed;
import io.sfumato.data.Framing;
import io.sfumato.data.Known;
import io.sfumato.data.Loader;
import io.sfumato.data.Loading;
import io.sfumato.data.Mask;
import io.sfumato.data.Order;
import io.sfumato.data.Planes;
import io.sfumato.data.Telling;
import io.sfumato.data.View;
import io.sfumato.data.degradation.Bsrgan;
import io.sfumato.data.degradation.Resampled;
import io.sfumato.data.degradation.Strength;
import io.sfumato.image.Picture;
import io.sfumato.image.Resampling;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TellingsTest {
    private static final View WHOLE = new View(0, 0, 1, 1, View.Flip.NONE);

    private static Framed framed(Picture picture, View view) {
        return new Framed(Planes.of(picture), new Known.Nothing(), view);
    }

    private static List<Integer> tokens(LayoutTokens layout, View view, Box... boxes) {
        Known told = layout.of(
                framed(Drawings.noise(8, 8, 1), view), new Known.Boxes(List.of(boxes)), new SplittableRandom(1));
        return ((Known.Tokens) told).ids();
    }

    @Test
    void aSmallPictureIsBicubicWithAntiAliasing() {
        Picture picture = Drawings.noise(16, 16, 3);
        Known told = new Shrunk(4, new Resampled(Resampling.BICUBIC))
                .of(framed(picture, WHOLE), new Known.Nothing(), new SplittableRandom(1));
        assertThat(((Known.Small) told).planes().samples())
                .isEqualTo(picture.resized(4, 4, Resampling.BICUBIC).planes());
    }

    /** Twelve pictures of 40 x 36 pixels. */
    private record Noises() implements DataSet {
        @Override
        public int count() {
            return 12;
        }

        @Override
        public String name(int index) {
            return "noise-" + index;
        }

        @Override
        public Picture picture(int index) {
            return Drawings.noise(40, 36, index);
        }

        @Override
        public Known known(int index) {
            return new Known.Nothing();
        }
    }

    private static List<String> degraded(long seed, Loading loading, int step) {
        Framing framing = new Framing(32, new Framing.Part(0.5, 1), 0, Resampling.AREA);
        Telling telling = new Shrunk(4, new Bsrgan(Strength.FULL));
        Feed feed = new Feed(new Noises(), framing, telling, Order.shuffled(12, 3));
        List<String> told = new ArrayList<>();
        try (Loader loader = Loader.open(feed, seed, loading, broken -> {})) {
            for (int from = 0; from < 36; from += step) {
                loader.samples(from, from + step)
                        .forEach(sample -> told.add(Arrays.toString(
                                ((Known.Small) sample.told()).planes().samples())));
            }
        }
        return told;
    }

    @Test
    void aDegradedPictureDependsOnSeedAndPositionAloneAndIsAnotherInEachEpoch() {
        List<String> straight = degraded(7, new Loading(1, 0, 0), 36);
        assertThat(degraded(7, new Loading(3, 2, 1 << 20), 4)).isEqualTo(straight);
        assertThat(straight).doesNotHaveDuplicates();
        assertThat(degraded(8, new Loading(1, 0, 0), 36)).isNotEqualTo(straight);
    }

    @Test
    void masksAreBoxesAndStrokesThatLeaveSomethingAndTakeSomething() {
        int holed = 0;
        double share = 0;
        for (int i = 0; i < 200; i++) {
            Mask mask = Holed.mask(64, new SplittableRandom(i));
            assertThat(mask.share()).isPositive();
            share += mask.share() / 200;
            holed += mask.share() < 1 ? 1 : 0;
        }
        assertThat(holed).isGreaterThan(195);
        assertThat(share).isBetween(0.2, 0.6);
    }

    @Test
    void aMaskOfALargerSquareIsTheSameMaskLarger() {
        for (int i = 0; i < 10; i++) {
            Mask small = Holed.mask(64, new SplittableRandom(i));
            Mask large = Holed.mask(256, new SplittableRandom(i));
            int different = 0;
            for (int at = 0; at < 64 * 64; at++) {
                int x = at % 64;
                int y = at / 64;
                different += small.isHole(x, y) == large.isHole(4 * x + 2, 4 * y + 2) ? 0 : 1;
            }
            assertThat(different).isLessThan(64 * 64 / 30);
        }
    }

    /** By hand: a grid of 90 x 90 points, the last of which is 89. */
    @Test
    void aBoxIsItsKindAndItsCornersInAGridOf90() {
        List<Integer> tokens =
                tokens(LayoutTokens.ofWindow(80, 92, 8192), WHOLE, new Box(17, 0.25, 0.5, 0.5, 0.25, false));
        assertThat(tokens).hasSize(92);
        int upperLeft = 44 * 90 + 22; // 44.5 goes to the even number, 22.25 down
        int lowerRight = 67 * 90 + 67; // 66.75
        assertThat(tokens.subList(0, 6)).containsExactly(17, upperLeft, lowerRight, 8191, 8191, 8191);
        assertThat(tokens.subList(86, 92)).containsExactly(8191, 8191, 8191, 8191, 0, 8099);
    }

    @Test
    void cornersAreThoseOfTheWholePictureMirroredWhereTheSquareIs() {
        LayoutTokens layout = new LayoutTokens(80, 2, 8192);
        View right = new View(0.5, 0, 0.5, 1, View.Flip.MIRRORED);
        Box seen = new Box(1, 0.25, 0, 0.5, 1, true);
        Box outside = new Box(2, 0, 0, 0.5, 1, false);
        assertThat(tokens(layout, right, seen, outside))
                .containsExactly(81, 22, 89 * 90 + 67, 8191, 8191, 8191, 0, 89 * 90 + 44);
    }

    @Test
    void boxesComeInADrawnOrderAndNoMoreThanThereIsRoomFor() {
        Box[] boxes = new Box[40];
        for (int i = 0; i < 40; i++) {
            boxes[i] = new Box(i, 0, 0, 1, 1, false);
        }
        List<Integer> tokens = tokens(LayoutTokens.ofWindow(80, 92, 8192), WHOLE, boxes);
        assertThat(tokens).hasSize(92).doesNotContain(8191);
        List<Integer> kinds = java.util.stream.IntStream.range(0, 30)
                .mapToObj(i -> tokens.get(3 * i))
                .toList();
        assertThat(kinds)
                .doesNotHaveDuplicates()
                .isNotEqualTo(kinds.stream().sorted().toList());
    }

    @Test
    void aLayoutHasNumbersForItsKinds() {
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> new LayoutTokens(4096, 30, 8192))
                .withMessageContaining("expected more than twice the kinds");
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> LayoutTokens.ofWindow(80, 91, 8192))
                .withMessageContaining("expected 2 more than three a box");
    }
}

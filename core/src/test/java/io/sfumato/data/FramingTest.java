package io.sfumato.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.sfumato.image.Picture;
import io.sfumato.image.Resampling;
import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class FramingTest {
    private static final Picture WIDE = Drawings.noise(37, 20, 1);
    private static final Known NOTHING = new Known.Nothing();

    private static Framing framing(int size, Framing.Cut cut, double flip) {
        return new Framing(size, cut, flip, Resampling.BICUBIC);
    }

    private static RandomGenerator random(long seed) {
        return new SplittableRandom(seed);
    }

    @Test
    void theCentreIsTheLargestSquareInTheMiddleAndThenResized() {
        Framed framed = framing(8, new Framing.Centre(), 0).frame(WIDE, NOTHING, random(1));
        assertThat(framed.planes().samples())
                .isEqualTo(
                        WIDE.cut(8, 0, 20, 20).resized(8, 8, Resampling.BICUBIC).planes());
        assertThat(framed.view()).isEqualTo(new View(8.0 / 37, 0, 20.0 / 37, 1, View.Flip.NONE));
    }

    @Test
    void theShorterSideIsScaledBeforeASquareIsCut() {
        Framing framing = framing(8, new Framing.Anywhere(OptionalInt.of(10)), 0);
        Picture scaled = WIDE.resized(18, 10, Resampling.BICUBIC); // 18.5 goes to the even number
        Framed framed = framing.frame(WIDE, NOTHING, random(5));
        int x = (int) Math.round(framed.view().left() * 18);
        int y = (int) Math.round(framed.view().top() * 10);
        assertThat(framed.planes().samples()).isEqualTo(scaled.cut(x, y, 8, 8).planes());
    }

    @Test
    void everyPlaceIsDrawnAndNoneOutside() {
        Framing framing = framing(18, new Framing.Anywhere(OptionalInt.empty()), 0);
        boolean[] columns = new boolean[20];
        boolean[] rows = new boolean[3];
        for (int i = 0; i < 400; i++) {
            View view = framing.frame(WIDE, NOTHING, random(i)).view();
            columns[(int) Math.round(view.left() * 37)] = true;
            rows[(int) Math.round(view.top() * 20)] = true;
        }
        assertThat(columns).containsOnly(true);
        assertThat(rows).containsOnly(true);
    }

    @Test
    void aPartIsOfAnySideBetweenItsShares() {
        Framing framing = framing(6, new Framing.Part(0.5, 1), 0);
        for (int i = 0; i < 100; i++) {
            View view = framing.frame(WIDE, NOTHING, random(i)).view();
            assertThat(view.height()).isBetween(0.5, 1.0);
            assertThat(view.width() * 37).isCloseTo(view.height() * 20, within(1e-9));
        }
    }

    @Test
    void aShareOfThePicturesIsMirrored() {
        Framing framing = framing(20, new Framing.Middle(OptionalInt.empty()), 0.25);
        int mirrored = 0;
        byte[] plain = WIDE.cut(8, 0, 20, 20).planes();
        byte[] mirror = WIDE.cut(8, 0, 20, 20).mirrored().planes();
        for (int i = 0; i < 400; i++) {
            Framed framed = framing.frame(WIDE, NOTHING, random(i));
            boolean flipped = framed.view().flip() == View.Flip.MIRRORED;
            assertThat(framed.planes().samples()).isEqualTo(flipped ? mirror : plain);
            mirrored += flipped ? 1 : 0;
        }
        assertThat(mirrored).isBetween(75, 125);
    }

    @Test
    void withoutChanceAFramingTakesTheMiddle() {
        Framing framing = framing(8, new Framing.Anywhere(OptionalInt.of(9)), 0.5);
        assertThat(framing.still()).isEqualTo(framing(8, new Framing.Middle(OptionalInt.of(9)), 0));
        assertThat(framing(8, new Framing.Part(0.5, 1), 1).still()).isEqualTo(framing(8, new Framing.Centre(), 0));
        assertThat(framing.still().still()).isEqualTo(framing.still());
    }

    @Test
    void boxesAreCutAndMirroredWithThePictureAndGoneOutside() {
        Known boxes = new Known.Boxes(List.of(
                new Box(3, 0, 0, 1, 1, false),
                new Box(4, 0, 0, 8.0 / 37, 1, true),
                new Box(5, 18.0 / 37, 0.5, 5.0 / 37, 0.25, true)));
        Framed framed = framing(20, new Framing.Middle(OptionalInt.empty()), 1).frame(WIDE, boxes, random(1));
        List<Box> seen = ((Known.Boxes) framed.known()).boxes();
        assertThat(seen).extracting(Box::kind).containsExactly(3, 5);
        assertThat(seen.get(0)).isEqualTo(new Box(3, 0, 0, 1, 1, false));
        Box small = seen.get(1);
        assertThat(small.left()).isCloseTo(1 - 0.75, within(1e-12));
        assertThat(small.width()).isCloseTo(0.25, within(1e-12));
        assertThat(small.top()).isEqualTo(0.5);
        assertThat(small.crowd()).isTrue();
    }

    @Test
    void aLabelMapGoesTheWayOfItsPicture() {
        int[] kinds = new int[37 * 20];
        byte[] shades = new byte[kinds.length];
        for (int i = 0; i < kinds.length; i++) {
            kinds[i] = i % 37 / 5 + 10 * (i / 37 / 5);
            shades[i] = (byte) kinds[i];
        }
        Picture picture = Picture.ofGrey(37, 20, shades);
        Framing framing = new Framing(7, new Framing.Anywhere(OptionalInt.of(9)), 0.5, Resampling.NEAREST);
        for (int i = 0; i < 20; i++) {
            Framed framed = framing.frame(picture, new Known.Labelled(LabelMap.of(37, 20, kinds)), random(i));
            LabelMap map = ((Known.Labelled) framed.known()).map();
            for (int at = 0; at < 49; at++) {
                assertThat(map.at(at % 7, at / 7)).isEqualTo(framed.planes().samples()[at]);
            }
        }
    }

    @Test
    void whatHasNoSquareSaysWhy() {
        refused(framing(8, new Framing.AsIs(), 0), WIDE, "is 37 x 20 pixels, expected 8 x 8");
        refused(framing(21, new Framing.Anywhere(OptionalInt.empty()), 0), WIDE, "expected 21 or more each way");
        Picture line = Drawings.noise(30_000, 1, 1);
        refused(framing(256, new Framing.Anywhere(OptionalInt.of(256)), 0), line, "which would become more than");
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> framing(8, new Framing.Centre(), 0)
                        .frame(WIDE, new Known.Labelled(LabelMap.of(1, 1, new int[1])), random(1)))
                .withMessage("has a map of 1 x 1, expected 37 x 20 as the picture has");
    }

    private static void refused(Framing framing, Picture picture, String message) {
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> framing.frame(picture, NOTHING, random(1)))
                .withMessageContaining(message);
    }
}

package io.sfumato.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sfumato.data.BrokenPictureException;
import io.sfumato.data.DataException;
import io.sfumato.data.DataSet;
import io.sfumato.data.Known;
import io.sfumato.image.Picture;
import io.sfumato.tensor.testkit.NoLeaks;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoLeaks.class)
class NearestClassesTest {
    private static final int SIDE = 4;
    private static final int CLASSES = 3;

    /** Grey pictures, each with a class. Entries that are empty are broken. */
    private record Drawn(List<byte[]> pictures, List<Integer> labels) implements DataSet {
        @Override
        public int count() {
            return pictures.size();
        }

        @Override
        public String name(int index) {
            return "picture " + index;
        }

        @Override
        public Picture picture(int index) {
            if (pictures.get(index).length == 0) {
                throw new BrokenPictureException(name(index), new IllegalStateException());
            }
            return Picture.ofGrey(SIDE, SIDE, pictures.get(index));
        }

        @Override
        public Known known(int index) {
            return new Known.ClassOf(labels.get(index));
        }
    }

    private static byte[] filled(int value) {
        byte[] samples = new byte[SIDE * SIDE];
        Arrays.fill(samples, (byte) value);
        return samples;
    }

    private static Glance glance(byte[] grey) {
        return Glance.of(Picture.ofGrey(SIDE, SIDE, grey).toImage());
    }

    private static int[] found(Drawn training, byte[]... pictures) {
        List<Glance> glances =
                Arrays.stream(pictures).map(NearestClassesTest::glance).toList();
        return new NearestClasses(RealPictures.of(training, SIDE, CLASSES)).of(glances, done -> {});
    }

    @Test
    void mostOfTheFiveNearestDecide() {
        Drawn training = new Drawn(
                List.of(filled(100), filled(104), filled(105), filled(106), filled(107), filled(250), filled(251)),
                List.of(2, 1, 1, 1, 0, 2, 2));
        assertThat(found(training, filled(100), filled(255))).containsExactly(1, 2);
    }

    @Test
    void amongSeveralAsFrequentTheNearestDecides() {
        Drawn training = new Drawn(List.of(filled(10), filled(20), filled(30), filled(40)), List.of(2, 0, 0, 2));
        assertThat(found(training, filled(10), filled(24))).containsExactly(2, 0);
    }

    @Test
    void whatIsBrokenIsNoNeighbour() {
        Drawn training = new Drawn(List.of(new byte[0], filled(20)), List.of(2, 1));
        assertThat(found(training, filled(0))).containsExactly(1);
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> found(new Drawn(List.of(new byte[0]), List.of(0)), filled(0)))
                .withMessageContaining("none of 1 pictures can be read");
    }

    @Test
    void aClassThatTheModelDoesNotKnowIsRefused() {
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> found(new Drawn(List.of(filled(1)), List.of(3)), filled(0)))
                .withMessageContaining("picture 0 is of class 3, expected 0 to 2");
    }

    @Test
    void itIsWhatSortingAllDistancesFinds() {
        Random random = new Random(1);
        List<byte[]> pictures =
                IntStream.range(0, 2100).mapToObj(i -> noise(random)).toList();
        List<Integer> labels =
                pictures.stream().map(picture -> random.nextInt(CLASSES)).toList();
        byte[][] wanted = IntStream.range(0, 20).mapToObj(i -> noise(random)).toArray(byte[][]::new);
        int[] expected = Arrays.stream(wanted)
                .mapToInt(each -> naive(pictures, labels, each))
                .toArray();
        assertThat(found(new Drawn(pictures, labels), wanted)).containsExactly(expected);
    }

    private static byte[] noise(Random random) {
        byte[] samples = new byte[SIDE * SIDE];
        random.nextBytes(samples);
        return samples;
    }

    private static int naive(List<byte[]> pictures, List<Integer> labels, byte[] wanted) {
        List<Integer> nearest = IntStream.range(0, pictures.size())
                .boxed()
                .sorted(Comparator.comparingLong(i -> distance(pictures.get(i), wanted)))
                .limit(5)
                .map(labels::get)
                .toList();
        Map<Integer, Long> votes =
                nearest.stream().collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        long most = votes.values().stream().mapToLong(Long::longValue).max().orElseThrow();
        return nearest.stream()
                .filter(label -> votes.getOrDefault(label, 0L) == most)
                .findFirst()
                .orElseThrow();
    }

    private static long distance(byte[] a, byte[] b) {
        return IntStream.range(0, a.length)
                .mapToLong(i -> (a[i] & 0xff) - (b[i] & 0xff))
                .map(difference -> difference * difference)
                .sum();
    }
}

package io.sfumato.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sfumato.image.Picture;
import io.sfumato.image.Resampling;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LoaderTest {
    private static final Framing ANYWHERE =
            new Framing(3, new Framing.Anywhere(OptionalInt.of(5)), 0.5, Resampling.BILINEAR);
    private static final Loading FEW = new Loading(2, 2, 1 << 20);

    private static Feed feed(DataSet data, Framing framing) {
        return new Feed(data, framing, Telling.AS_KNOWN, Order.shuffled(data, 9));
    }

    private static Loader open(DataSet data, Framing framing, Loading loading) {
        return Loader.open(feed(data, framing), 7, loading, broken -> {});
    }

    /** Everything of a sample that can be compared. */
    private static List<String> shown(List<Sample> samples) {
        return samples.stream()
                .map(sample -> sample.position() + " " + sample.entry() + " "
                        + java.util.Arrays.toString(sample.planes().samples()) + " "
                        + ((Known.Words) sample.told()).varied(sample.random()) + " " + sample.seed())
                .toList();
    }

    @Test
    void aSampleDependsOnSeedAndPositionAlone() {
        DataSet data = new Drawings.Greys(30);
        List<String> straight = new ArrayList<>();
        try (Loader loader = open(data, ANYWHERE, new Loading(1, 0, 0))) {
            for (int i = 0; i < 96; i += 8) {
                straight.addAll(shown(loader.samples(i, i + 8)));
            }
        }
        try (Loader loader = open(data, ANYWHERE, FEW)) {
            assertThat(shown(loader.samples(40, 96))).isEqualTo(straight.subList(40, 96));
            assertThat(shown(loader.samples(0, 3))).isEqualTo(straight.subList(0, 3));
            assertThat(shown(loader.samples(3, 50))).isEqualTo(straight.subList(3, 50));
            assertThat(shown(loader.samples(3, 50))).isEqualTo(straight.subList(3, 50));
        }
        try (Loader other = Loader.open(feed(data, ANYWHERE), 8, FEW, broken -> {})) {
            assertThat(shown(other.samples(0, 96))).isNotEqualTo(straight);
        }
    }

    @Test
    void processesThatShareStepsSeeWhatOneWouldSee() {
        DataSet data = new Drawings.Greys(30);
        List<String> alone = new ArrayList<>();
        List<String> shared = new ArrayList<>();
        try (Loader one = open(data, ANYWHERE, FEW);
                Loader first = open(data, ANYWHERE, FEW);
                Loader second = open(data, ANYWHERE, FEW)) {
            for (int step = 0; step < 10; step++) {
                alone.addAll(shown(one.samples(step * 8L, step * 8L + 8)));
                shared.addAll(shown(first.samples(step * 8L, step * 8L + 4)));
                shared.addAll(shown(second.samples(step * 8L + 4, step * 8L + 8)));
            }
        }
        assertThat(shared).isEqualTo(alone);
    }

    /** Twenty pictures of noise. */
    private record Noises() implements DataSet {
        static final int COUNT = 20;
        static final int SCALED_BYTES = 3 * 5 * 7;

        @Override
        public int count() {
            return COUNT;
        }

        @Override
        public String name(int index) {
            return "noise-" + index;
        }

        @Override
        public Picture picture(int index) {
            return Drawings.noise(12, 9, index);
        }

        @Override
        public Known known(int index) {
            return new OneOf(List.of("noise " + index));
        }
    }

    static Stream<Framing.Cut> cuts() {
        return Stream.of(
                new Framing.Centre(),
                new Framing.Middle(OptionalInt.of(5)),
                new Framing.Anywhere(OptionalInt.of(5)),
                new Framing.Part(0.5, 1));
    }

    @ParameterizedTest
    @MethodSource("cuts")
    void whatIsKeptIsAsWhatIsMadeAnew(Framing.Cut cut) {
        Framing framing = new Framing(4, cut, 0.5, Resampling.BICUBIC);
        try (Loader keeping = open(new Noises(), framing, FEW);
                Loader tight = open(new Noises(), framing, new Loading(1, 1, 4 * Noises.SCALED_BYTES));
                Loader forgetting = open(new Noises(), framing, new Loading(1, 1, 0))) {
            List<String> expected = shown(forgetting.samples(0, 80));
            assertThat(shown(keeping.samples(0, 80))).isEqualTo(expected);
            assertThat(shown(tight.samples(0, 80))).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @MethodSource("cuts")
    void picturesAreDecodedOnceWhereThereIsRoom(Framing.Cut cut) {
        Counted data = new Counted(new Noises());
        Framing framing = new Framing(4, cut, 0.5, Resampling.BICUBIC);
        try (Loader loader = open(data, framing, new Loading(1, 0, 1 << 20))) {
            for (int epoch = 0; epoch < 3; epoch++) {
                loader.samples(epoch * 20L, epoch * 20L + 20);
            }
        }
        assertThat(data.decoded()).hasSize(Noises.COUNT);
    }

    @Test
    void whatFindsNoRoomIsDecodedAgain() {
        Counted data = new Counted(new Noises());
        try (Loader loader = open(data, ANYWHERE, new Loading(1, 0, 4 * Noises.SCALED_BYTES))) {
            for (int epoch = 0; epoch < 3; epoch++) {
                loader.samples(epoch * 20L, epoch * 20L + 20);
            }
        }
        assertThat(data.decoded()).as("four are kept, sixteen are not").hasSize(4 + 3 * 16);
    }

    /** Pictures that remember that they were decoded. */
    private record Counted(DataSet pictures, ConcurrentLinkedQueue<Integer> decoded) implements DataSet {
        Counted(DataSet pictures) {
            this(pictures, new ConcurrentLinkedQueue<>());
        }

        @Override
        public int count() {
            return pictures.count();
        }

        @Override
        public String name(int index) {
            return pictures.name(index);
        }

        @Override
        public Picture picture(int index) {
            decoded.add(index);
            return pictures.picture(index);
        }

        @Override
        public Known known(int index) {
            return pictures.known(index);
        }
    }

    /** Of the pictures of a step, some are another process's. */
    private record Shares(int batch, List<Foresight.Range> ofAStep) {
        List<Foresight.Range> requests(int steps) {
            return IntStream.range(0, steps)
                    .boxed()
                    .flatMap(step -> ofAStep.stream().map(range -> range.after((long) step * batch)))
                    .toList();
        }

        boolean has(int entry) {
            return ofAStep.stream().anyMatch(range -> entry % batch >= range.from() && entry % batch < range.to());
        }
    }

    static Stream<Shares> parts() {
        return Stream.of(
                new Shares(8, List.of(new Foresight.Range(0, 2), new Foresight.Range(2, 4))),
                new Shares(8, List.of(new Foresight.Range(4, 6), new Foresight.Range(6, 8))),
                new Shares(10, List.of(new Foresight.Range(0, 2), new Foresight.Range(2, 5))),
                new Shares(9, List.of(new Foresight.Range(3, 4), new Foresight.Range(4, 5), new Foresight.Range(5, 6))),
                new Shares(6, List.of(new Foresight.Range(0, 3), new Foresight.Range(3, 6))),
                new Shares(12, List.of(new Foresight.Range(6, 12))));
    }

    @ParameterizedTest
    @MethodSource("parts")
    void partsOfStepsThatProcessesShareAreReadAhead(Shares parts) {
        Counted data = new Counted(new Drawings.Greys(300));
        Framing framing = new Framing(4, new Framing.AsIs(), 0, Resampling.BICUBIC);
        Feed feed = new Feed(data, framing, Telling.AS_KNOWN, Order.ofTheData(data));
        int learned = 2 * parts.ofAStep().size() + 1; // requests until it is clear how they repeat themselves
        List<Foresight.Range> requests = parts.requests(10);
        try (Loader loader = Loader.open(feed, 7, new Loading(1, 2, 0), broken -> {})) {
            for (int i = 0; i < requests.size() - 2; i++) {
                loader.samples(requests.get(i).from(), requests.get(i).to());
                if (i + 1 > learned) {
                    awaitDecoded(data, requests.get(i + 2));
                }
                if (i == learned) {
                    data.decoded().clear(); // the one thread is through with what was guessed before
                }
            }
        }
        assertThat(data.decoded()).as("each once").doesNotHaveDuplicates();
        assertThat(data.decoded()).as("and none of another process").allMatch(parts::has);
    }

    private static void awaitDecoded(Counted data, Foresight.Range range) {
        List<Integer> entries = LongStream.range(range.from(), range.to())
                .mapToObj(Math::toIntExact)
                .toList();
        long end = System.nanoTime() + 5_000_000_000L;
        while (!data.decoded().containsAll(entries)) {
            assertThat(System.nanoTime()).as("%s is prepared", range).isLessThan(end);
            Thread.onSpinWait();
        }
    }

    @Test
    void whatIsBrokenIsReplacedAlikeAndReportedOnce() {
        DataSet data = new Drawings.Greys(300, Set.of(5, 17, 250));
        List<String> messages = new ArrayList<>();
        List<String> all;
        try (Loader loader = Loader.open(feed(data, ANYWHERE), 7, FEW, broken -> messages.add(broken.getMessage()))) {
            all = shown(loader.samples(0, 600));
            loader.samples(600, 900);
        }
        assertThat(messages)
                .containsExactlyInAnyOrder(
                        "grey-5: not a whole picture", "grey-17: not a whole picture", "grey-250: not a whole picture");
        try (Loader loader = open(data, ANYWHERE, new Loading(1, 0, 0))) {
            assertThat(shown(loader.samples(300, 600))).isEqualTo(all.subList(300, 600));
            assertThat(loader.samples(0, 600))
                    .noneMatch(sample -> Set.of(5, 17, 250).contains(sample.entry()));
        }
    }

    /** Pictures that there is no memory for. */
    private record Large(OutOfMemoryError problem) implements DataSet {
        @Override
        public int count() {
            return 9;
        }

        @Override
        public String name(int index) {
            return "large-" + index;
        }

        @Override
        public Picture picture(int index) {
            throw problem;
        }

        @Override
        public Known known(int index) {
            return new Known.Nothing();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4})
    void outOfMemoryIsNoFaultOfAPicture(int ahead) {
        OutOfMemoryError problem = new OutOfMemoryError("Java heap space");
        List<String> messages = new ArrayList<>();
        Feed feed = feed(new Large(problem), ANYWHERE);
        try (Loader loader =
                Loader.open(feed, 7, new Loading(2, ahead, 0), broken -> messages.add(broken.getMessage()))) {
            assertThatExceptionOfType(OutOfMemoryError.class)
                    .isThrownBy(() -> loader.samples(0, 4))
                    .isSameAs(problem);
        }
        assertThat(messages).isEmpty();
    }

    @Test
    void moreThanOneInAHundredBrokenIsTooMany() {
        Set<Integer> broken = Set.of(1, 3, 5, 7, 9);
        try (Loader loader = open(new Drawings.Greys(200, broken), ANYWHERE, new Loading(1, 0, 0))) {
            assertThatExceptionOfType(DataException.class)
                    .isThrownBy(() -> loader.samples(0, 200))
                    .withMessageMatching(
                            "[345] of 200 pictures cannot be used, expected at most 1 %: grey-\\d: not a whole picture; .*")
                    .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1));
        }
    }

    @Test
    void onePictureInAHundredOfTheWholeMayBeBrokenInEitherPart() {
        List<Split> splits = new ArrayList<>(Collections.nCopies(200, Split.TRAIN));
        Collections.fill(splits.subList(10, 14), Split.HELD_OUT);
        DataSet held = Parts.bySplit(new Drawings.Greys(200, Set.of(10, 13)), splits)
                .heldOut()
                .orElseThrow();
        try (Loader loader = open(held, ANYWHERE, FEW)) {
            assertThat(loader.samples(0, 40)).allMatch(sample -> Set.of(1, 2).contains(sample.entry()));
        }
    }

    @Test
    void ofWhatIsHeldOutSomethingCanBeUsed() {
        List<Split> splits = new ArrayList<>(Collections.nCopies(200, Split.TRAIN));
        splits.set(10, Split.HELD_OUT);
        DataSet held = Parts.bySplit(new Drawings.Greys(200, Set.of(10)), splits)
                .heldOut()
                .orElseThrow();
        try (Loader loader = open(held, ANYWHERE, new Loading(1, 0, 0))) {
            assertThatExceptionOfType(DataException.class)
                    .isThrownBy(() -> loader.samples(0, 1))
                    .withMessage("none of 1 pictures held out can be used, expected one at least:"
                            + " grey-10: not a whole picture");
        }
    }

    @Test
    void aPictureThatDoesNotFitItsFramingIsBroken() {
        Framing other = new Framing(8, new Framing.AsIs(), 0, Resampling.BICUBIC);
        try (Loader loader = open(new Drawings.Greys(9), other, FEW)) {
            assertThatExceptionOfType(DataException.class)
                    .isThrownBy(() -> loader.samples(0, 1))
                    .withMessageMatching("\\d of 9 pictures .*: grey-\\d: is 4 x 4 pixels, expected 8 x 8.*");
        }
    }

    /** Threads of loaders before may still be on their way out. */
    @Test
    void closingStopsTheThreads() throws InterruptedException {
        List<Thread> before = threads();
        Loader loader = open(new Drawings.Greys(50), ANYWHERE, new Loading(3, 4, 0));
        loader.samples(0, 10);
        List<Thread> own =
                threads().stream().filter(thread -> !before.contains(thread)).toList();
        assertThat(own).isNotEmpty();
        loader.close();
        for (Thread thread : own) {
            thread.join(5000);
            assertThat(thread.isAlive()).isFalse();
        }
    }

    private static List<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("pictures") && thread.isAlive())
                .toList();
    }

    @Test
    void everyEntryComesOnceAnEpoch() {
        try (Loader loader = open(new Drawings.Greys(23), ANYWHERE, FEW)) {
            for (int epoch = 0; epoch < 3; epoch++) {
                assertThat(loader.samples(epoch * 23L, epoch * 23L + 23))
                        .extracting(Sample::entry)
                        .containsExactlyInAnyOrderElementsOf(
                                IntStream.range(0, 23).boxed().toList());
            }
        }
    }
}

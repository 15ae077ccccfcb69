package io.sfumato.train.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.sfumato.data.BrokenPictureException;
import io.sfumato.data.DataException;
import io.sfumato.data.DataSet;
import io.sfumato.data.Feed;
import io.sfumato.data.Framing;
import io.sfumato.data.Known;
import io.sfumato.data.Order;
import io.sfumato.data.Telling;
import io.sfumato.firststage.Autoencoder;
import io.sfumato.firststage.AutoencoderSpec;
import io.sfumato.firststage.FirstStageSpec;
import io.sfumato.firststage.LatentScaling;
import io.sfumato.image.Picture;
import io.sfumato.image.Resampling;
import io.sfumato.nn.Init;
import io.sfumato.nn.RandomWeights;
import io.sfumato.tensor.Draws;
import io.sfumato.tensor.Placement;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.testkit.NoLeaks;
import io.sfumato.train.loop.Slice;
import io.sfumato.train.loop.Stop;
import io.sfumato.train.loop.StoppedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(NoLeaks.class)
class LatentCacheTest {
    private static final AutoencoderSpec SPEC =
            new AutoencoderSpec(4, 16, 32, List.of(1), 1, Set.of(), AutoencoderSpec.Attention.SOFTMAX, 4, 4);

    @TempDir
    private Path folder;

    private static SampleSource pictures(DataSet squares) {
        return SampleSource.open(
                new Feed(
                        squares,
                        new Framing(Squares.SIDE, new Framing.AsIs(), 0, Resampling.BICUBIC),
                        Telling.AS_KNOWN,
                        Order.ofTheData(squares)),
                1,
                broken -> {});
    }

    private static final Stop PATIENT = new Stop();

    private LatentCache cache(FirstStageSpec spec) {
        return cache(spec, pictures(new Squares()), PATIENT, done -> {});
    }

    private LatentCache cache(FirstStageSpec spec, SampleSource source, Stop stop, LongConsumer done) {
        Path file = folder.resolve("latents.safetensors");
        try (Autoencoder autoencoder = spec.build(Init.blank());
                source) {
            RandomWeights.fill(autoencoder.parameters(), 1);
            LatentCache.Expected expected = new LatentCache.Expected(
                    LatentOrigin.of(new Squares(), autoencoder), source.count(), Shape.of(1, 4, 4, 4));
            LatentWriter.write(
                    file, new LatentWriter.Encoding(autoencoder, Placement.FLOAT32, stop, done), source, expected);
            return LatentCache.read(file, expected);
        }
    }

    /** A hundred squares, of which some cannot be read. */
    private record Many(Set<Integer> broken) implements DataSet {
        @Override
        public int count() {
            return 100;
        }

        @Override
        public int wholeCount() {
            return 10_000; // so that some may be broken
        }

        @Override
        public String name(int index) {
            return "square " + index;
        }

        @Override
        public Picture picture(int index) {
            if (broken.contains(index)) {
                throw new BrokenPictureException(name(index) + ": is broken");
            }
            return new Squares().picture(index % 12);
        }

        @Override
        public Known known(int index) {
            return new Known.Nothing();
        }
    }

    @Test
    void picturesThatCannotBeReadHaveNoLatents() {
        try (LatentCache cache =
                cache(new FirstStageSpec.Kl(SPEC), pictures(new Many(Set.of(0, 40, 99))), PATIENT, done -> {})) {
            assertThat(cache.count()).isEqualTo(97);
            assertThat(cache.entry(0)).isEqualTo(1);
            assertThat(cache.entry(39)).isEqualTo(41);
            double[] scaling = {
                cache.standardising().shift(), cache.standardising().scale()
            };
            assertThat(scaling).as("of those that there are").doesNotContain(0, Double.POSITIVE_INFINITY);
        }
    }

    private static void tear(Path writing, int from, int to) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(writing)).order(ByteOrder.LITTLE_ENDIAN);
        int entries = 8 + (int) bytes.getLong(0); // the first tensor begins behind the header
        for (int row = from; row < to; row++) {
            assertThat(bytes.getLong(entries + 8 * row)).isPositive();
            bytes.putLong(entries + 8 * row, -1);
        }
        Files.write(writing, bytes.array());
    }

    /** Killed or stopped, the next process encodes what is left, and the file is the same byte for byte. */
    @Test
    void whatWasEncodedIsNotEncodedAgain() throws IOException {
        FirstStageSpec spec = new FirstStageSpec.Kl(SPEC);
        DataSet some = new Many(Set.of(40));
        Path file = folder.resolve("latents.safetensors");
        cache(spec, pictures(some), PATIENT, done -> {}).close();
        byte[] whole = Files.readAllBytes(file);
        Files.delete(file);
        Stop stop = new Stop();
        assertThatExceptionOfType(StoppedException.class).isThrownBy(() -> cache(spec, pictures(some), stop, done -> {
                    if (done == 64) {
                        stop.request();
                    }
                })
                .close());
        assertThat(file).doesNotExist();
        tear(LatentWriter.writing(file), 50, 63); // rows, by a loss of power between two pages
        List<Long> heard = new ArrayList<>();
        cache(spec, pictures(some), PATIENT, heard::add).close();
        assertThat(heard).containsExactly(32L, 64L, 96L, 100L);
        assertThat(Files.readAllBytes(file)).isEqualTo(whole);
        assertThat(LatentWriter.writing(file)).doesNotExist();
    }

    @Test
    void standardisedLatentsHaveZeroMeanAndUnitVariance() {
        long[] all = LongStream.range(0, 1200).map(i -> i % 12).toArray();
        try (LatentCache cache = cache(new FirstStageSpec.Kl(SPEC))) {
            LatentScaling scaling = cache.standardising();
            Tensor latents =
                    cache.sample(all, draws(0, 1200)).sub(scaling.shift()).mul(scaling.scale());
            assertThat(latents.shape()).isEqualTo(Shape.of(1200, 4, 4, 4));
            assertThat(latents.mean().item()).isCloseTo(0, within(0.02));
            assertThat(latents.std().item()).isCloseTo(1, within(0.02));
        }
    }

    @Test
    void aPictureIsFoundByItsRow() {
        try (LatentCache cache = cache(new FirstStageSpec.Kl(SPEC))) {
            assertThat(cache.count()).isEqualTo(12);
            assertThat(cache.entry(5)).isEqualTo(5);
            double[] batch = sampled(cache, 5, 7);
            assertThat(sampled(cache, 5, 7)).containsExactly(batch);
            assertThat(sampled(cache, 7, 5)).isNotEqualTo(batch);
        }
    }

    @Test
    void featuresOfAVqAutoencoderAreNotRandom() {
        try (LatentCache cache = cache(new FirstStageSpec.Vq(SPEC, 8))) {
            double[] first = sampled(cache, 3);
            assertThat(cache.sample(new long[] {3}, draws(9, 1)).toDoubles()).containsExactly(first);
        }
    }

    /** One that could not be read before has no latents: {@link SampleSource#readable}. */
    @Test
    void anEntryThatCannotBeReadAnyMoreIsNamed() {
        DataSet broken = new DataSet() {
            @Override
            public int count() {
                return 12;
            }

            @Override
            public String name(int index) {
                return "square " + index;
            }

            @Override
            public Picture picture(int index) {
                throw new IllegalStateException("latents are kept");
            }

            @Override
            public Known known(int index) {
                throw new BrokenPictureException("square " + index + ".txt: is empty");
            }
        };
        Cues cues = new Cues(0, Optional.empty(), 0);
        try (LatentCache cache = cache(new FirstStageSpec.Kl(SPEC))) {
            CachedLatents latents = new CachedLatents(broken, cache, LatentScaling.NONE, Order.ofTheData(broken), cues);
            assertThatExceptionOfType(DataException.class)
                    .isThrownBy(() -> latents.of(new Slice(0, 5, 2, 1)))
                    .withMessage("square 5.txt: is empty; it could be read when its latents were made. Put it back as"
                            + " it was");
        }
    }

    private static double[] sampled(LatentCache cache, long... rows) {
        return cache.sample(rows, draws(0, rows.length)).toDoubles();
    }

    private static Draws draws(long from, int count) {
        return new Slice(0, from, count, 1).draws();
    }
}

package io.sfumato.train.samples;

import static io.sfumato.train.samples.LatentCache.DEVIATIONS;
import static io.sfumato.train.samples.LatentCache.ENTRIES;
import static io.sfumato.train.samples.LatentCache.MEANS;
import static io.sfumato.train.samples.LatentCache.NONE;

import io.sfumato.data.Sample;
import io.sfumato.firststage.Autoencoder;
import io.sfumato.firststage.DiagonalGaussian;
import io.sfumato.firststage.KlAutoencoder;
import io.sfumato.firststage.VqAutoencoder;
import io.sfumato.tensor.ArchiveException;
import io.sfumato.tensor.DType;
import io.sfumato.tensor.FileTrouble;
import io.sfumato.tensor.Grad;
import io.sfumato.tensor.Placement;
import io.sfumato.tensor.Region;
import io.sfumato.tensor.Safetensors;
import io.sfumato.tensor.SafetensorsRows;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.TensorArchive;
import io.sfumato.tensor.Tensors;
import io.sfumato.train.loop.Stop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/** Encodes all pictures of a data set once, into the file of a {@link LatentCache}, a batch in memory at a time. */
public final class LatentWriter {
    private static final int BATCH = 32;

    private LatentWriter() {}

    /**
     * How pictures are encoded.
     *
     * @param stop heeded before every batch
     * @param done hears how many have been
     */
    public record Encoding(Autoencoder autoencoder, Placement compute, Stop stop, LongConsumer done) {}

    /** The bytes that latents of all pictures take on disk, but for what the file says of them. */
    public static long bytes(Autoencoder autoencoder, LatentCache.Expected expected) {
        return columns(autoencoder, expected).values().stream()
                .mapToLong(SafetensorsRows.Column::bytes)
                .sum();
    }

    private static Map<String, SafetensorsRows.Column> columns(Autoencoder autoencoder, LatentCache.Expected expected) {
        int count = expected.pictures();
        Shape one = expected.ofOne();
        SafetensorsRows.Column numbers = new SafetensorsRows.Column(
                DType.FLOAT32, Shape.of(count, one.size(1), one.size(2), one.size(3)), SafetensorsRows.Blank.ZERO);
        Map<String, SafetensorsRows.Column> columns = new LinkedHashMap<>();
        columns.put(ENTRIES, new SafetensorsRows.Column(DType.INT64, Shape.of(count), SafetensorsRows.Blank.MINUS_ONE));
        columns.put(MEANS, numbers);
        if (autoencoder instanceof KlAutoencoder) {
            columns.put(DEVIATIONS, numbers);
        }
        return columns;
    }

    /** Where latents are while not all are there. */
    public static Path writing(Path file) {
        return file.resolveSibling(file.getFileName() + ".writing");
    }

    /**
     * Encodes every picture of {@code source}, whose positions are its entries, and writes {@code file}. Where a process ended on the
     * way, the next goes on with what it has left beside the file.
     */
    public static void write(Path file, Encoding encoding, SampleSource source, LatentCache.Expected expected) {
        Path writing = writing(file);
        Map<String, SafetensorsRows.Column> columns = columns(encoding.autoencoder(), expected);
        try (SafetensorsRows rows =
                        SafetensorsRows.open(writing, columns, expected.origin().notes());
                Lasting lasting = new Lasting(rows, entries(writing))) {
            Grad.off(() -> encode(lasting, encoding, source));
        }
        try {
            Files.move(writing, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new ArchiveException(file + " cannot be written: " + FileTrouble.of(e), e);
        }
    }

    /** What of {@link #bytes} is still to be written, going by what an earlier process has left. */
    public static long bytesLeft(Path file, Autoencoder autoencoder, LatentCache.Expected expected) {
        long bytes = bytes(autoencoder, expected);
        try {
            return bytes - bytes / expected.pictures() * entries(writing(file)).length;
        } catch (ArchiveException e) {
            return bytes; // there is no such file, or one that is made anew
        }
    }

    /** Those that have their latents, ascending. */
    private static long[] entries(Path writing) {
        try (Region region = Region.open();
                TensorArchive archive = Safetensors.open(writing)) {
            return Arrays.stream(archive.load(ENTRIES).toLongs())
                    .takeWhile(entry -> entry != NONE)
                    .toArray();
        }
    }

    private static void encode(Lasting lasting, Encoding encoding, SampleSource source) {
        for (long start = lasting.next(); start < source.count(); start += BATCH) {
            encoding.done().accept(start);
            encoding.stop().heed("pictures were encoded");
            List<Sample> readable = source.readable(start, Math.min(start + BATCH, source.count()));
            if (readable.isEmpty()) {
                continue;
            }
            try (Region region = Region.open()) {
                lasting.put(Raw.of(encoding, readable));
            }
        }
        encoding.done().accept(source.count());
    }

    /**
     * Latents that last. Entries are written after the latents of theirs have reached the disk: whoever finds them, after a loss of power
     * too, finds those. Since a disk takes its time for that, there is one for the batches of some seconds.
     */
    private static final class Lasting implements AutoCloseable {
        private static final long SECONDS = 5;

        private final SafetensorsRows rows;
        private final List<Long> waiting = new ArrayList<>();
        private final long next;
        private long written;
        private long since = System.nanoTime();

        /** @param there entries in the file; those of the last batch may be torn, and are made again */
        Lasting(SafetensorsRows rows, long[] there) {
            this.rows = rows;
            this.next = there.length == 0 ? 0 : there[there.length - 1] / BATCH * BATCH;
            this.written = Arrays.stream(there).takeWhile(entry -> entry < next).count();
        }

        /** The first position of a batch that is not there for certain. */
        long next() {
            return next;
        }

        void put(Raw batch) {
            long row = written + waiting.size();
            rows.put(MEANS, row, batch.means());
            batch.deviations().ifPresent(deviations -> rows.put(DEVIATIONS, row, deviations));
            waiting.addAll(batch.entries());
            if (System.nanoTime() - since > TimeUnit.SECONDS.toNanos(SECONDS)) {
                settle();
            }
        }

        private void settle() {
            rows.force();
            since = System.nanoTime();
            if (waiting.isEmpty()) {
                return;
            }
            long[] entries = waiting.stream().mapToLong(Long::longValue).toArray();
            try (Region region = Region.open()) {
                rows.put(ENTRIES, written, Tensors.of(entries, Shape.of(entries.length)));
            }
            written += entries.length;
            waiting.clear();
        }

        /** Also where somebody has stopped it. */
        @Override
        public void close() {
            settle();
            rows.force();
        }
    }

    /**
     * Latents before they are scaled.
     *
     * @param entries of the data set that they belong to
     */
    private record Raw(List<Long> entries, Tensor means, Optional<Tensor> deviations) {
        /** Of a batch. */
        static Raw of(Encoding encoding, List<Sample> samples) {
            List<Long> entries =
                    samples.stream().map(sample -> (long) sample.entry()).toList();
            Tensor pixels = SampleSource.pixels(samples).nchw().to(encoding.compute());
            if (encoding.autoencoder() instanceof KlAutoencoder kl) {
                DiagonalGaussian posterior =
                        DiagonalGaussian.of(kl.moments(pixels).to(DType.FLOAT32));
                return new Raw(
                        entries,
                        posterior.mean().contiguous(),
                        Optional.of(posterior.logVariance().mul(0.5).exp()));
            }
            Tensor features =
                    ((VqAutoencoder) encoding.autoencoder()).features(pixels).to(DType.FLOAT32);
            return new Raw(entries, features, Optional.empty());
        }
    }
}

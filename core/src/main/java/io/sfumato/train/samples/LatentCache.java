package io.sfumato.train.samples;

import io.sfumato.data.Sample;
import io.sfumato.firststage.Autoencoder;
import io.sfumato.firststage.DiagonalGaussian;
import io.sfumato.firststage.KlAutoencoder;
import io.sfumato.firststage.LatentScaling;
import io.sfumato.firststage.VqAutoencoder;
import io.sfumato.tensor.ArchiveException;
import io.sfumato.tensor.DType;
import io.sfumato.tensor.Draws;
import io.sfumato.tensor.Grad;
import io.sfumato.tensor.Held;
import io.sfumato.tensor.Placement;
import io.sfumato.tensor.Region;
import io.sfumato.tensor.Safetensors;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.TensorArchive;
import io.sfumato.tensor.Tensors;
import io.sfumato.train.loop.Stop;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The latents of all pictures that can be read, encoded once: means and, where the code is random, deviations of the raw latents,
 * [N, C, h, w].
 */
public final class LatentCache implements AutoCloseable {
    private static final int BATCH = 32;

    private static final String ENTRIES = "entries";
    private static final String MEANS = "means";
    private static final String DEVIATIONS = "deviations";

    private final int[] entries;
    private final Tensor means;
    private final Optional<Tensor> deviations;

    private LatentCache(Raw raw) {
        this.entries =
                Arrays.stream(raw.entries.toLongs()).mapToInt(Math::toIntExact).toArray();
        this.means = raw.means.pin();
        this.deviations = raw.deviations.map(Tensor::pin);
    }

    /**
     * Latents before they are scaled.
     *
     * @param entries of the data set that they belong to, int64 [N]
     */
    private record Raw(Tensor entries, Tensor means, Optional<Tensor> deviations) implements Held {
        /** Of a batch. */
        static Raw of(Encoding encoding, List<Sample> samples) {
            long[] entries = samples.stream().mapToLong(Sample::entry).toArray();
            Tensor found = Tensors.of(entries, Shape.of(entries.length));
            Tensor pixels = SampleSource.pixels(samples).nchw().to(encoding.compute());
            if (encoding.autoencoder() instanceof KlAutoencoder kl) {
                DiagonalGaussian posterior =
                        DiagonalGaussian.of(kl.moments(pixels).to(DType.FLOAT32));
                return new Raw(
                        found,
                        posterior.mean().contiguous(),
                        Optional.of(posterior.logVariance().mul(0.5).exp()));
            }
            Tensor features =
                    ((VqAutoencoder) encoding.autoencoder()).features(pixels).to(DType.FLOAT32);
            return new Raw(found, features, Optional.empty());
        }

        /** Memory for those of so many pictures, whose numbers mean nothing yet. */
        static Raw room(int pictures, Raw batch) {
            Shape of = batch.means.shape();
            Shape ofAll = Shape.of(pictures, of.size(1), of.size(2), of.size(3));
            return new Raw(
                    Tensors.empty(Shape.of(pictures), Placement.INT64),
                    Tensors.empty(ofAll, Placement.FLOAT32),
                    batch.deviations.map(varying -> Tensors.empty(ofAll, Placement.FLOAT32)));
        }

        /** Some rows, in the same memory. */
        Raw rows(long from, long count) {
            return new Raw(
                    entries.narrow(0, from, count),
                    means.narrow(0, from, count),
                    deviations.map(all -> all.narrow(0, from, count)));
        }

        /** Gives the rows from {@code from} on the numbers of a batch. */
        void put(long from, Raw batch) {
            Raw mine = rows(from, batch.entries.elements());
            mine.entries.copyInPlace(batch.entries);
            mine.means.copyInPlace(batch.means);
            mine.deviations.ifPresent(here -> here.copyInPlace(batch.deviations.orElseThrow()));
        }

        @Override
        public void forEachTensor(Consumer<Tensor> visitor) {
            visitor.accept(entries);
            visitor.accept(means);
            deviations.ifPresent(visitor);
        }
    }

    /**
     * What a file of latents must be of.
     *
     * @param pictures of the data set, broken ones too
     * @param ofOne the shape of the latents of one, [1, C, h, w]
     */
    public record Expected(LatentOrigin origin, int pictures, Shape ofOne) {}

    /** Reads a file that {@link #write} has written. Throws {@link ArchiveException} where it holds anything else. */
    public static LatentCache read(Path file, Expected expected) {
        try (Region region = Region.open();
                TensorArchive archive = Safetensors.open(file)) {
            Shape ofOne = expected.ofOne();
            long count = archive.shape(ENTRIES).elements();
            Shape ofAll = Shape.of(count, ofOne.size(1), ofOne.size(2), ofOne.size(3));
            check(file, archive.shape(MEANS), ofAll);
            boolean varies = archive.contains(DEVIATIONS);
            if (varies) {
                check(file, archive.shape(DEVIATIONS), ofAll);
            }
            expected.origin().check(file, archive.metadata());
            Tensor entries = archive.load(ENTRIES);
            if (Arrays.stream(entries.toLongs()).anyMatch(entry -> entry < 0 || entry >= expected.pictures())) {
                throw new ArchiveException(file + " holds latents of other pictures: it knows of more than the "
                        + expected.pictures() + " that there are");
            }
            return new LatentCache(new Raw(
                    entries,
                    inFile(archive, MEANS),
                    varies ? Optional.of(inFile(archive, DEVIATIONS)) : Optional.empty()));
        }
    }

    /** Numbers that stay where they are, where they can: processes of one machine have them in memory once. */
    private static Tensor inFile(TensorArchive archive, String name) {
        Tensor tensor = Tensors.empty(archive.shape(name), Placement.FLOAT32);
        archive.fillLater(name, tensor);
        return tensor;
    }

    private static void check(Path file, Shape got, Shape expected) {
        if (!got.equals(expected)) {
            throw new ArchiveException(file + " holds latents of the shape " + got + ", expected " + expected);
        }
    }

    /**
     * How pictures are encoded.
     *
     * @param stop heeded before every batch
     */
    public record Encoding(Autoencoder autoencoder, Placement compute, Stop stop) {}

    /**
     * Encodes every picture of {@code source}, whose positions are its entries, and writes {@code file}. Nothing is written where it
     * is stopped.
     */
    public static void write(Path file, Encoding encoding, SampleSource source, LatentOrigin origin) {
        Grad.off(() -> {
            try (Region region = Region.open()) {
                Raw raw = encoded(encoding, source);
                Map<String, Tensor> tensors = new LinkedHashMap<>();
                tensors.put(ENTRIES, raw.entries);
                tensors.put(MEANS, raw.means);
                raw.deviations.ifPresent(deviations -> tensors.put(DEVIATIONS, deviations));
                Safetensors.write(file, tensors, origin.notes());
            }
        });
    }

    /** All of them, which are in memory once. */
    private static Raw encoded(Encoding encoding, SampleSource source) {
        @Nullable Raw all = null;
        long rows = 0;
        for (long start = 0; start < source.count(); start += BATCH) {
            encoding.stop().heed("pictures were encoded");
            List<Sample> readable = source.readable(start, Math.min(start + BATCH, source.count()));
            if (readable.isEmpty()) {
                continue;
            }
            try (Region region = Region.open()) {
                Raw batch = Raw.of(encoding, readable);
                all = all == null ? region.keep(Raw.room(source.count(), batch)) : all;
                all.put(rows, batch);
                rows += readable.size();
            }
        }
        return Objects.requireNonNull(all, "a data set has pictures").rows(0, rows);
    }

    /** What takes them to zero mean and unit variance over all pictures. */
    public LatentScaling standardising() {
        try (Region region = Region.open()) {
            double shift = means.mean().item();
            double variance = aroundMean(means)
                    + deviations
                            .map(all -> aroundMean(all) + Math.pow(all.mean().item(), 2))
                            .orElse(0.0);
            return new LatentScaling(shift, 1 / Math.sqrt(variance));
        }
    }

    /** The mean square of the distances from the mean, without a second set of numbers in memory. */
    private static double aroundMean(Tensor values) {
        double count = values.elements();
        return Math.pow(values.std().item(), 2) * (count - 1) / count; // std divides by one less
    }

    /** Pictures in it. */
    public int count() {
        return entries.length;
    }

    /** The entry of the data set that a row belongs to. */
    int entry(long row) {
        return entries[Math.toIntExact(row)];
    }

    /** Raw latents of some rows, where the code is random drawn from it: [N, C, h, w]. */
    Tensor sample(long[] rows, Draws draws) {
        Tensor chosen = Tensors.of(rows, Shape.of(rows.length));
        Tensor mean = means.indexSelect(0, chosen);
        return deviations
                .map(all -> mean.add(all.indexSelect(0, chosen).mul(draws.normal("latents", ofOne(mean)))))
                .orElse(mean);
    }

    /** [C, h, w] */
    private static Shape ofOne(Tensor latents) {
        return Shape.of(latents.size(1), latents.size(2), latents.size(3));
    }

    @Override
    public void close() {
        means.close();
        deviations.ifPresent(Tensor::close);
    }
}

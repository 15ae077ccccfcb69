package io.sfumato.train.samples;

import io.sfumato.firststage.LatentScaling;
import io.sfumato.tensor.ArchiveException;
import io.sfumato.tensor.Draws;
import io.sfumato.tensor.Placement;
import io.sfumato.tensor.Region;
import io.sfumato.tensor.Safetensors;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.TensorArchive;
import io.sfumato.tensor.Tensors;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * The latents of all pictures that can be read, encoded once: means and, where the code is random, deviations of the raw latents,
 * [N, C, h, w].
 */
public final class LatentCache implements AutoCloseable {
    static final String ENTRIES = "entries";
    static final String MEANS = "means";
    static final String DEVIATIONS = "deviations";

    /** The entry of a row that has none. */
    static final long NONE = -1;

    private final int[] entries;
    private final Tensor means;
    private final Optional<Tensor> deviations;

    private LatentCache(int[] entries, Tensor means, Optional<Tensor> deviations) {
        this.entries = entries;
        this.means = means.pin();
        this.deviations = deviations.map(Tensor::pin);
    }

    /**
     * What a file of latents must be of.
     *
     * @param pictures of the data set, broken ones too
     * @param ofOne the shape of the latents of one, [1, C, h, w]
     */
    public record Expected(LatentOrigin origin, int pictures, Shape ofOne) {}

    /** Reads a file that {@link LatentWriter} has written. Throws {@link ArchiveException} where it holds anything else. */
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
            return new LatentCache(
                    entries(file, archive, expected.pictures()),
                    inFile(archive, MEANS),
                    varies ? Optional.of(inFile(archive, DEVIATIONS)) : Optional.empty());
        }
    }

    /** The entry of each row; rows at the end that no picture was left for have none. */
    private static int[] entries(Path file, TensorArchive archive, int pictures) {
        long[] all = archive.load(ENTRIES).toLongs();
        long[] entries = Arrays.stream(all).takeWhile(entry -> entry != NONE).toArray();
        boolean isOfThese = Arrays.stream(entries).allMatch(entry -> entry >= 0 && entry < pictures)
                && Arrays.stream(all).skip(entries.length).allMatch(entry -> entry == NONE);
        if (!isOfThese || entries.length == 0) {
            throw new ArchiveException(file + " holds latents of other pictures: it knows of more than the " + pictures
                    + " that there are");
        }
        return Arrays.stream(entries).mapToInt(Math::toIntExact).toArray();
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

    /** What takes them to zero mean and unit variance over all pictures. */
    public LatentScaling standardising() {
        try (Region region = Region.open()) {
            Tensor centres = means.narrow(0, 0, count());
            double shift = centres.mean().item();
            double variance = aroundMean(centres)
                    + deviations
                            .map(all -> all.narrow(0, 0, count()))
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

package io.sfumato.reference;

import io.sfumato.firststage.FirstStageSpec;
import io.sfumato.firststage.Remap;
import io.sfumato.firststage.UnknownIndex;
import io.sfumato.model.ModelException;
import io.sfumato.tensor.ArchiveException;
import io.sfumato.tensor.DType;
import io.sfumato.tensor.NumpyIntegers;
import io.sfumato.tensor.Region;
import io.sfumato.tensor.TensorArchive;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads the numbers that a codebook gives to the entries in use: {@code remap}. */
final class RemapReader {
    private RemapReader() {}

    /** How a configuration numbers unknown entries; empty where it renumbers none. */
    static Optional<UnknownIndex> unknown(Params params) {
        boolean remapped = params.has("remap");
        UnknownIndex unknown = params.word("unknown_index")
                .map(word -> named(params, word))
                .orElseGet(() -> params.has("unknown_index")
                        ? new UnknownIndex.Fixed(params.integer("unknown_index"))
                        : new UnknownIndex.Random());
        return remapped ? Optional.of(unknown) : Optional.empty();
    }

    private static UnknownIndex named(Params params, String word) {
        return switch (word) {
            case "random" -> new UnknownIndex.Random();
            case "extra" -> new UnknownIndex.Extra();
            default ->
                throw new ModelException(
                        params.path("unknown_index") + " is " + word + ", expected random, extra or a whole number");
        };
    }

    /**
     * With the list of used entries, where the file that the configuration names is beside it or where it says. Checkpoints
     * have that list too, so that few people have the file.
     */
    static FirstStageSpec ofFile(FirstStageSpec.Vq spec, UnknownIndex unknown, Params params, Path config) {
        String name = params.text("remap");
        try {
            return Stream.of(config.resolveSibling(name), Path.of(name))
                    .filter(Files::isRegularFile)
                    .findFirst()
                    .<FirstStageSpec>map(file -> remapped(spec, NumpyIntegers.read(file), unknown))
                    .orElse(spec);
        } catch (InvalidPathException | ArchiveException e) {
            throw new ModelException(params.path("remap") + ": " + e.getMessage(), e);
        } catch (IllegalArgumentException e) {
            throw new ModelException(params.path("remap") + " is " + name + ": " + e.getMessage(), e);
        }
    }

    /** With the list of used entries of a checkpoint, which counts for more than that of a file. */
    static FirstStageSpec ofCheckpoint(FirstStageSpec spec, UnknownIndex unknown, Path file, TensorArchive archive) {
        String key = ReferenceKeys.FIRST_STAGE + ReferenceKeys.USED;
        if (!archive.contains(key)) {
            if (spec instanceof FirstStageSpec.RemappedVq) {
                return spec;
            }
            throw new ModelException(file + " has no " + key + ", and the configuration's remap is not there either:"
                    + " expected one of them. Is it a whole checkpoint?");
        }
        int codes = spec instanceof FirstStageSpec.RemappedVq remapped
                ? remapped.codes()
                : ((FirstStageSpec.Vq) spec).codes();
        if (archive.shape(key).rank() != 1
                || archive.shape(key).elements() > codes
                || archive.dtype(key).isFloating()) {
            throw new ModelException(file + ": " + key + " is " + archive.shape(key) + " of " + archive.dtype(key)
                    + ", expected a list of at most " + codes + " whole numbers");
        }
        try {
            return remapped(new FirstStageSpec.Vq(spec.sizes(), codes), list(archive, key), unknown);
        } catch (IllegalArgumentException e) {
            throw new ModelException(file + ": " + key + ": " + e.getMessage(), e);
        }
    }

    private static long[] list(TensorArchive archive, String key) {
        return Region.computing(() -> archive.load(key).to(DType.INT64).toLongs());
    }

    private static FirstStageSpec remapped(FirstStageSpec.Vq spec, long[] used, UnknownIndex unknown) {
        Remap remap = new Remap(Arrays.stream(used).boxed().toList(), unknown);
        return new FirstStageSpec.RemappedVq(spec.sizes(), spec.codes(), remap);
    }
}

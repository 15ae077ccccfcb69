package io.sfumato.diffusers;

import io.sfumato.model.Misfit;
import io.sfumato.model.WeightLoading;
import io.sfumato.tensor.ArchiveException;
import io.sfumato.tensor.DType;
import io.sfumato.tensor.Grad;
import io.sfumato.tensor.Placement;
import io.sfumato.tensor.Region;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.TensorArchive;
import io.sfumato.tensor.TensorFiles;
import io.sfumato.tensor.Tensors;
import io.sfumato.unet.UNetSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * An archive of diffusers under our names and in our shapes. A linear map there may be a convolution of one pixel here, whose
 * kernel adds sizes of 1; queries, keys and values are apart there and together here, head after head.
 */
final class NamedWeights implements TensorArchive {
    /** What the parts of attention are called in files of the library's first year, which it still reads. */
    private static final Map<String, String> FORMER = Map.of(
            ".to_q.", ".query.",
            ".to_k.", ".key.",
            ".to_v.", ".value.",
            ".to_out.0.", ".proj_attn.");

    private final Path file;
    private final TensorArchive archive;
    private final Map<String, Entry> entries = new LinkedHashMap<>();

    /** One of our parameters: its shape, and where its numbers are; with heads where they are in more than one place. */
    private record Entry(List<String> theirs, Shape shape, int heads) {
        /** The shape of each part. */
        Shape each() {
            return shape.with(0, shape.size(0) / theirs.size());
        }
    }

    private NamedWeights(Path file, TensorArchive archive) {
        this.file = file;
        this.archive = archive;
    }

    /**
     * Copies every parameter's values, where everything fits.
     *
     * @param unused which names of theirs are passed over
     */
    static void fill(Map<String, Tensor> parameters, Names names, Path file, Predicate<String> unused) {
        try (TensorArchive archive = TensorFiles.open(file)) {
            NamedWeights weights = new NamedWeights(file, archive);
            weights.match(parameters, names, unused);
            WeightLoading.fill(parameters, weights, file);
        }
    }

    /**
     * How a network is stored.
     *
     * @param heads of attention over a number of channels, where queries, keys and values are apart
     */
    record Names(KeyMap keys, UNetSpec.HeadCount heads) {
        /** Of a network that has no such attention. */
        static Names of(KeyMap keys) {
            return new Names(keys, new UNetSpec.FixedHeads(1));
        }
    }

    private void match(Map<String, Tensor> parameters, Names names, Predicate<String> unused) {
        List<String> missing = new ArrayList<>();
        List<String> misshapen = new ArrayList<>();
        Set<String> unexpected = new HashSet<>(archive.names());
        parameters.forEach((ours, parameter) -> {
            Entry entry = entry(ours, parameter.shape(), names);
            entries.put(ours, entry);
            for (String their : entry.theirs()) {
                unexpected.remove(their);
                if (!archive.contains(their)) {
                    missing.add(their);
                } else if (!core(archive.shape(their)).equals(core(entry.each()))) {
                    misshapen.add(their + " is " + archive.shape(their) + ", expected " + core(entry.each()));
                }
            }
        });
        unexpected.removeIf(unused);
        new Misfit(missing, unexpected.stream().sorted().toList(), misshapen)
                .complain(file, "is the config.json beside it that of another model?");
    }

    private Entry entry(String ours, Shape shape, Names names) {
        List<String> theirs =
                names.keys().theirs(ours).stream().map(this::stored).toList();
        if (theirs.isEmpty()) {
            throw new IllegalStateException("diffusers has no name for '" + ours + "'");
        }
        int channels = Math.toIntExact(shape.size(0) / theirs.size());
        return new Entry(theirs, shape, theirs.size() == 1 ? 1 : names.heads().of(channels));
    }

    /** The name as the file has it: today's, or where that is missing the former one. */
    private String stored(String name) {
        return archive.contains(name)
                ? name
                : FORMER.entrySet().stream()
                        .filter(former -> name.contains(former.getKey()))
                        .map(former -> name.replace(former.getKey(), former.getValue()))
                        .filter(archive::contains)
                        .findFirst()
                        .orElse(name);
    }

    /** A shape without the sizes of 1 at its end. */
    private static Shape core(Shape shape) {
        int rank = shape.rank();
        while (rank > 1 && shape.size(rank - 1) == 1) {
            rank--;
        }
        return new Shape(shape.sizes().subList(0, rank));
    }

    private Entry entry(String name) {
        return Optional.ofNullable(entries.get(name))
                .orElseThrow(() -> new ArchiveException(file + " has nothing for '" + name + "'"));
    }

    @Override
    public Set<String> names() {
        return entries.keySet();
    }

    @Override
    public Shape shape(String name) {
        return entry(name).shape();
    }

    @Override
    public DType dtype(String name) {
        return archive.dtype(entry(name).theirs().get(0));
    }

    @Override
    public Tensor load(String name, Placement placement) {
        Entry entry = entry(name);
        return Region.returning(() -> {
            List<Tensor> parts = entry.theirs().stream()
                    .map(their -> archive.load(their, placement))
                    .toList();
            Tensor whole = parts.size() == 1 ? parts.get(0) : interleaved(parts, entry.heads());
            return whole.reshape(entry.shape().toArray());
        });
    }

    /** Queries, keys and values [heads·d, …] become [heads, 3, d, …]. */
    private static Tensor interleaved(List<Tensor> parts, int heads) {
        return Tensors.stack(
                1,
                parts.stream()
                        .map(part -> part.reshape(heads, part.size(0) / heads, -1)) // [heads, d, …]
                        .toList());
    }

    @Override
    public void copyInPlace(String name, Tensor target) {
        Entry entry = entry(name);
        String first = entry.theirs().get(0);
        if (archive.shape(first).equals(target.shape())) {
            archive.copyInPlace(first, target);
        } else {
            Region.computing(() -> target.copyInPlace(load(name)));
        }
    }

    @Override
    public void fillLater(String name, Tensor target) {
        String first = entry(name).theirs().get(0);
        if (archive.shape(first).equals(target.shape())) {
            archive.fillLater(first, target);
        } else {
            Grad.off(() -> copyInPlace(name, target));
        }
    }

    @Override
    public Map<String, String> metadata() {
        return archive.metadata();
    }

    @Override
    public void close() {
        archive.close();
    }
}

package io.sfumato.checkpoint;

import io.sfumato.model.ModelException;
import io.sfumato.reference.ReferenceConfig;
import io.sfumato.reference.ReferencePart;
import io.sfumato.reference.StateDict;
import io.sfumato.tensor.DType;
import io.sfumato.tensor.TensorArchive;
import io.sfumato.tensor.TensorFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a file of tensors holds.
 *
 * @param bytes size of the file
 * @param tensors number of tensors
 * @param parts tensors and their elements by what they belong to
 * @param precisions elements by their type
 * @param notes the file's own key-value notes
 * @param fit how it fits a configuration, where one is known
 */
public record FileReport(
        long bytes,
        int tensors,
        Map<ReferencePart, Part> parts,
        Map<DType, Long> precisions,
        Map<String, String> notes,
        Optional<Fit> fit) {

    /** Tensors of one part, and their elements. */
    public record Part(int tensors, long elements) {
        Part plus(long more) {
            return new Part(tensors + 1, elements + more);
        }
    }

    /** Keys that a configuration expects and the file does not have, the other way round, and those of another shape. */
    public record Fit(List<String> missing, List<String> unexpected, List<String> misshapen) {
        /** Whether the file is exactly what the configuration describes. */
        public boolean isExact() {
            return missing.isEmpty() && unexpected.isEmpty() && misshapen.isEmpty();
        }
    }

    /** Reads what {@code file} holds; its tensors are not loaded. */
    public static FileReport of(Path file, Optional<ReferenceConfig> config) {
        try (TensorArchive archive = TensorFiles.open(file)) {
            Map<ReferencePart, Part> parts = new EnumMap<>(ReferencePart.class);
            Map<DType, Long> precisions = new EnumMap<>(DType.class);
            for (String name : archive.names()) {
                long elements = archive.shape(name).elements();
                parts.merge(ReferencePart.of(name), new Part(1, elements), (old, one) -> old.plus(elements));
                precisions.merge(archive.dtype(name), elements, Long::sum);
            }
            return new FileReport(
                    Files.size(file),
                    archive.names().size(),
                    parts,
                    precisions,
                    new TreeMap<>(archive.metadata()),
                    config.map(it -> fit(archive, it.stateDict())));
        } catch (IOException e) {
            throw new ModelException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static Fit fit(TensorArchive archive, StateDict expected) {
        List<String> missing = new ArrayList<>();
        List<String> misshapen = new ArrayList<>();
        expected.shapes().forEach((key, shape) -> {
            if (!archive.contains(key)) {
                missing.add(key);
            } else if (!archive.shape(key).equals(shape)) {
                misshapen.add(key + " is " + archive.shape(key) + ", expected " + shape);
            }
        });
        List<String> unexpected = archive.names().stream()
                .filter(name -> !expected.explains(name))
                .toList();
        return new Fit(missing, unexpected, misshapen);
    }
}

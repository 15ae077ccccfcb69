package io.sfumato.checkpoint;

import io.sfumato.lora.LoraReport;
import io.sfumato.model.ModelParts;
import io.sfumato.reference.ReferencePart;
import io.sfumato.tensor.DType;
import io.sfumato.tensor.TensorArchive;
import io.sfumato.tensor.TensorFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Counts what files of tensors hold. */
final class Tally {
    private final Map<ReferencePart, FileReport.Part> parts = new EnumMap<>(ReferencePart.class);
    private final Map<DType, Long> precisions = new EnumMap<>(DType.class);
    private final Map<String, String> notes = new TreeMap<>();
    private @Nullable LoraReport lora;
    private int tensors;
    private long bytes;

    /**
     * Adds a file, or all parts of an index.
     *
     * @param belonging what a tensor belongs to, by its name
     */
    void add(Path file, TensorArchive archive, Function<String, ReferencePart> belonging) throws IOException {
        for (String name : archive.names()) {
            long elements = archive.shape(name).elements();
            parts.merge(
                    belonging.apply(name),
                    new FileReport.Part(1, elements),
                    (old, one) -> new FileReport.Part(old.tensors() + 1, old.elements() + elements));
            precisions.merge(archive.dtype(name), elements, Long::sum);
        }
        tensors += archive.names().size();
        for (Path part : TensorFiles.holding(file)) {
            bytes += Files.size(part);
        }
        notes.putAll(archive.metadata());
    }

    /** Notes something about all of them. */
    void note(String key, String value) {
        notes.put(key, value);
    }

    /** Keeps what updates they are. */
    void hold(LoraReport updates) {
        lora = updates;
    }

    FileReport report(Optional<FileReport.Fit> fit) {
        return new FileReport(bytes, tensors, parts, precisions, notes, fit, Optional.ofNullable(lora));
    }

    /** What a tensor of one of our own model folders belongs to. */
    static ReferencePart own(String name) {
        if (name.startsWith(ModelParts.UNET)) {
            return ReferencePart.UNET;
        }
        return name.startsWith(ModelParts.FIRST_STAGE) ? ReferencePart.FIRST_STAGE : ReferencePart.CONDITIONER;
    }
}

package io.sfumato.checkpoint;

import io.sfumato.diffusers.DiffusersFolder;
import io.sfumato.lora.LoraReport;
import io.sfumato.model.ClassList;
import io.sfumato.model.ModelDescription;
import io.sfumato.model.ModelException;
import io.sfumato.model.ModelFolder;
import io.sfumato.reference.ReferenceConfig;
import io.sfumato.reference.ReferencePart;
import io.sfumato.reference.StateDict;
import io.sfumato.tensor.DType;
import io.sfumato.tensor.FileTrouble;
import io.sfumato.tensor.TensorArchive;
import io.sfumato.tensor.TensorFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a file of tensors, or a model's folder, holds.
 *
 * @param bytes size of the file, or of all files with tensors
 * @param tensors number of tensors
 * @param parts tensors and their elements by what they belong to
 * @param precisions elements by their type
 * @param notes the file's own key-value notes
 * @param fit how it fits a configuration, where one is known
 * @param lora what updates it holds, where it is a file of them
 */
public record FileReport(
        long bytes,
        int tensors,
        Map<ReferencePart, Part> parts,
        Map<DType, Long> precisions,
        Map<String, String> notes,
        Optional<Fit> fit,
        Optional<LoraReport> lora) {

    /** Tensors of one part, and their elements. */
    public record Part(int tensors, long elements) {}

    /** Keys that a configuration expects and the file does not have, the other way round, and those of another shape. */
    public record Fit(List<String> missing, List<String> unexpected, List<String> misshapen) {
        /** Whether the file is exactly what the configuration describes. */
        public boolean isExact() {
            return missing.isEmpty() && unexpected.isEmpty() && misshapen.isEmpty();
        }
    }

    /** Reads what a file or a model's folder holds; its tensors are not loaded. */
    public static FileReport of(Path path, Optional<ReferenceConfig> config) {
        if (!Files.isDirectory(path)) {
            return ofFile(path, config);
        }
        if (config.isPresent()) {
            throw new ModelException(path + " is a folder, which has a configuration of its own."
                    + " Leave out --config, or name a file in it");
        }
        return DiffusersFolder.isOne(path) ? ofDiffusers(path) : ofModelFolder(path);
    }

    private static FileReport ofFile(Path file, Optional<ReferenceConfig> config) {
        Tally tally = new Tally();
        try (TensorArchive archive = TensorFiles.open(file)) {
            tally.add(file, archive, belonging(archive));
            LoraReport.of(archive).ifPresent(tally::hold);
            return tally.report(config.map(it -> fit(archive, it.stateDict())));
        } catch (IOException e) {
            throw new ModelException(file + " cannot be read: " + FileTrouble.of(e), e);
        }
    }

    private static Function<String, ReferencePart> belonging(TensorArchive archive) {
        if (LoraReport.of(archive).isPresent()) {
            return name -> LoraReport.isText(name) ? ReferencePart.CONDITIONER : ReferencePart.UNET;
        }
        return isOwn(archive) ? Tally::own : ReferencePart::of;
    }

    private static boolean isOwn(TensorArchive archive) {
        return ModelFolder.FORMAT.equals(archive.metadata().get("format"));
    }

    private static FileReport ofModelFolder(Path folder) {
        ModelDescription description = ModelFolder.description(folder);
        Tally tally = new Tally();
        add(tally, ModelFolder.weights(folder), Tally::own);
        tally.note("model folder", description.name());
        ClassList.of(description).ifPresent(classes -> tally.note("classes", classes.told()));
        return tally.report(Optional.empty());
    }

    private static FileReport ofDiffusers(Path folder) {
        DiffusersFolder model = DiffusersFolder.read(folder);
        Tally tally = new Tally();
        model.files().forEach((part, file) -> add(tally, file, name -> part));
        tally.note("diffusers folder", model.description().name());
        return tally.report(Optional.empty());
    }

    private static void add(Tally tally, Path file, Function<String, ReferencePart> belonging) {
        try (TensorArchive archive = TensorFiles.open(file)) {
            tally.add(file, archive, belonging);
        } catch (IOException e) {
            throw new ModelException(file + " cannot be read: " + FileTrouble.of(e), e);
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

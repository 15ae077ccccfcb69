package io.sfumato.lora;

import io.sfumato.model.Misfit;
import io.sfumato.model.ModelException;
import io.sfumato.tensor.Placement;
import io.sfumato.tensor.Region;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.TensorArchive;
import io.sfumato.tensor.TensorFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An open file of updates, in any of the formats. Files of other kinds are refused by name. */
final class LoraFile implements AutoCloseable {
    private final Path path;
    private final TensorArchive archive;
    private final AdapterNotes notes;

    private LoraFile(Path path, TensorArchive archive, AdapterNotes notes) {
        this.path = path;
        this.archive = archive;
        this.notes = notes;
    }

    /**
     * Opens a file; its numbers are not read.
     *
     * @throws ModelException in one line, where it is of another kind
     */
    static LoraFile open(Path path) {
        TensorArchive archive = TensorFiles.open(path);
        try {
            OtherKind.check(path, archive.names());
            if (archive.names().stream().allMatch(key -> LoraKey.of(key).isEmpty())) {
                throw new ModelException(
                        path + " holds no LoRA: none of its " + archive.names().size()
                                + " tensors ends in .lora_down.weight or .lora_A.weight. Is it a whole model? Name it with --model");
            }
            return new LoraFile(path, archive, AdapterNotes.of(path, archive.metadata()));
        } catch (RuntimeException e) {
            archive.close();
            throw e;
        }
    }

    /**
     * The layers that it has updates for. Throws {@link ModelException}, which names all keys at once, where one fits no layer, or
     * has another shape, or one of a pair is missing.
     */
    Map<Site, StoredUpdate> fit(Sites sites) {
        Map<Site, Map<LoraKey.Role, String>> found = new LinkedHashMap<>();
        List<String> unexpected = new ArrayList<>();
        for (String key : archive.names()) {
            Optional<LoraKey> read = LoraKey.of(key);
            Optional<Site> site = read.flatMap(it -> sites.find(it.layer()));
            if (site.isEmpty()) {
                unexpected.add(key);
            } else if (found.computeIfAbsent(site.get(), it -> new EnumMap<>(LoraKey.Role.class))
                            .put(read.orElseThrow().role(), key)
                    != null) {
                unexpected.add(key + " (a second one)");
            }
        }
        return checked(found, unexpected);
    }

    private Map<Site, StoredUpdate> checked(Map<Site, Map<LoraKey.Role, String>> found, List<String> unexpected) {
        List<String> missing = new ArrayList<>();
        List<String> misshapen = new ArrayList<>();
        Map<Site, StoredUpdate> updates = new LinkedHashMap<>();
        found.forEach((site, keys) -> {
            String down = keys.get(LoraKey.Role.DOWN);
            String up = keys.get(LoraKey.Role.UP);
            if (down == null || up == null) {
                missing.add("the other of " + String.join(" and ", keys.values()));
                return;
            }
            StoredUpdate update = new StoredUpdate(down, up, Optional.ofNullable(keys.get(LoraKey.Role.ALPHA)));
            update.complaint(archive, site.layer().weight().shape()).ifPresent(misshapen::add);
            updates.put(site, update);
        });
        new Misfit(missing, unexpected, misshapen)
                .complain(
                        path + " does not fit the model: ",
                        "the file is for " + Family.of(archive) + ". Is the model that one?");
        return updates;
    }

    /**
     * Reads one update in float32.
     *
     * @throws ModelException where its numbers are none
     */
    Update read(Site site, StoredUpdate stored) {
        return Region.returning(() -> {
            Tensor down = archive.load(stored.down(), Placement.FLOAT32);
            Tensor up = archive.load(stored.up(), Placement.FLOAT32);
            double alpha = stored.alpha()
                    .map(key -> archive.load(key).item())
                    .orElseGet(() -> notes.alpha(site.part(), site.theirs(), down.size(0)));
            if (!down.isFinite() || !up.isFinite() || !Double.isFinite(alpha)) {
                throw new ModelException(path + ": the update of " + site.name()
                        + " has numbers that are not finite. Was it trained to the end?");
            }
            return new Update(down, up, alpha);
        });
    }

    @Override
    public void close() {
        archive.close();
    }
}

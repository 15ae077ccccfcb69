package io.sfumato.train.loop;

import io.sfumato.model.SpecJson;
import io.sfumato.tensor.ArchiveException;
import io.sfumato.tensor.FileTrouble;
import io.sfumato.tensor.Safetensors;
import io.sfumato.tensor.Tensor;
import io.sfumato.train.recipe.RecipeException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The checkpoints of a run: folders {@code STAGE-IMAGES} of which each is there whole or not at all, and two links, {@code last}
 * and {@code best}. A crash leaves nothing worse than a hidden folder and links that lag behind; {@link #settle} mends both.
 */
final class Checkpoints {
    private static final String WRITING = ".writing";
    private static final String REMOVING = ".removing";

    private static final Comparator<Path> BY_IMAGES = Comparator.comparingLong(Checkpoints::images);

    /** The lowest held-out loss first, of equal ones the newest; those that were not examined last. */
    private static final Comparator<Path> BY_LOSS =
            Comparator.<Path>comparingDouble(Checkpoints::loss).thenComparing(BY_IMAGES.reversed());

    private final Path root;
    private final CheckpointLink last;
    private final CheckpointLink best;

    Checkpoints(Path root) {
        this.root = root;
        this.last = new CheckpointLink(root.resolve("last"));
        this.best = new CheckpointLink(root.resolve("best"));
    }

    /** The newest checkpoint of a stage. Throws where one of its files is not as it was written. */
    Optional<Checkpoint> last(String stage) {
        return newest(stage).map(folder -> {
            Saved saved = Saved.read(folder);
            Checksums.check(folder, saved.sha256());
            return new Checkpoint(folder, saved);
        });
    }

    /** Images seen by a stage at its newest checkpoint; 0 where there is none. */
    long images(String stage) {
        return newest(stage).map(Checkpoints::images).orElse(0L);
    }

    /** What a run that ends here goes on from, in words. */
    String standing() {
        try {
            return last.shown()
                    .or(this::latest)
                    .map(folder -> "the last good checkpoint is " + folder)
                    .orElse("there is no checkpoint yet");
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /**
     * Writes a checkpoint, and {@linkplain #settle settles} the stage.
     *
     * @param saved without checksums
     * @param files the tensors of each file
     */
    void write(Saved saved, Map<String, Map<String, Tensor>> files, Predicate<Long> keep) {
        CheckpointName name = new CheckpointName(saved.stage(), saved.progress().images());
        Path folder = root.resolve(name.toString());
        try {
            put(folder, saved, files);
        } catch (IOException e) {
            throw unwritable(folder, FileTrouble.of(e), e);
        } catch (ArchiveException e) {
            throw unwritable(folder, e.getCause() instanceof IOException io ? FileTrouble.of(io) : e.getMessage(), e);
        }
        settle(saved.stage(), keep);
    }

    private RecipeException unwritable(Path folder, String why, Exception e) {
        return new RecipeException(
                folder + " cannot be written: " + why + "; " + standing()
                        + ". Once that is mended, the run goes on from there",
                e);
    }

    private void put(Path folder, Saved saved, Map<String, Map<String, Tensor>> files) throws IOException {
        Path writing = FolderTree.fresh(root.resolve(WRITING));
        try {
            fill(writing, saved, files);
            remove(folder);
            Files.move(writing, folder, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            FolderTree.delete(writing);
        }
        FolderTree.sync(root);
    }

    private static void fill(Path folder, Saved saved, Map<String, Map<String, Tensor>> files) throws IOException {
        Map<String, String> sums = new TreeMap<>();
        for (Map.Entry<String, Map<String, Tensor>> file : files.entrySet()) {
            Path path = folder.resolve(file.getKey());
            Safetensors.write(path, file.getValue(), Map.of("stage", saved.stage()));
            sums.put(file.getKey(), Checksums.of(path));
        }
        Saved summed = new Saved(saved.stage(), saved.progress(), saved.smoothLoss(), saved.heldOutLoss(), sums);
        Files.writeString(
                folder.resolve(Checkpoint.STATE),
                SpecJson.json().writeValueAsString(summed) + "\n",
                StandardCharsets.UTF_8);
        FolderTree.sync(folder.resolve(Checkpoint.STATE));
        FolderTree.sync(folder);
    }

    /**
     * Lets {@code last} show the newest checkpoint of a stage, and {@code best} that of the lowest held-out loss. What a crash has
     * left and all others of the stage are removed, but for the ones to keep.
     */
    void settle(String stage, Predicate<Long> keep) {
        try {
            FolderTree.delete(root.resolve(WRITING));
            FolderTree.delete(root.resolve(REMOVING));
            Optional<Path> newest = newest(stage);
            if (newest.isPresent()) {
                Path lowest = of(stage).stream().min(BY_LOSS).orElseThrow();
                last.show(newest.get());
                best.show(lowest);
                prune(stage, images -> keep.test(images) || images == images(newest.get()) || images == images(lowest));
            }
        } catch (IOException e) {
            throw new RecipeException(root + " cannot be put in order: " + FileTrouble.of(e), e);
        }
    }

    private void prune(String stage, Predicate<Long> stays) throws IOException {
        for (Path folder : of(stage)) {
            if (!stays.test(images(folder))) {
                remove(folder);
            }
        }
    }

    /** In one move first, so that nobody ever sees half of it. */
    private void remove(Path folder) throws IOException {
        if (Files.exists(folder)) {
            Path removing = root.resolve(REMOVING);
            FolderTree.delete(removing);
            Files.move(folder, removing, StandardCopyOption.ATOMIC_MOVE);
            FolderTree.delete(removing);
        }
    }

    private Optional<Path> newest(String stage) {
        return of(stage).stream().max(BY_IMAGES);
    }

    /** Of all stages the one that was written last. */
    private Optional<Path> latest() {
        return all(name -> true).stream()
                .max(Comparator.comparingLong(folder -> folder.toFile().lastModified())); // 0 where it is being removed
    }

    private List<Path> of(String stage) {
        return all(name -> name.stage().equals(stage));
    }

    private List<Path> all(Predicate<CheckpointName> which) {
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(root)) {
            return folders.filter(
                            folder -> CheckpointName.of(folder).filter(which).isPresent())
                    .toList();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private RecipeException unreadable(IOException e) {
        return new RecipeException(root + " cannot be read: " + FileTrouble.of(e), e);
    }

    private static long images(Path folder) {
        return CheckpointName.of(folder).orElseThrow().images();
    }

    private static double loss(Path folder) {
        return Saved.read(folder).heldOutLoss().orElse(Double.POSITIVE_INFINITY);
    }
}

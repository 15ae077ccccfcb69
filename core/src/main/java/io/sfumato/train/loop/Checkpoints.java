package io.sfumato.train.loop;

import io.sfumato.model.SpecJson;
import io.sfumato.tensor.FileTrouble;
import io.sfumato.tensor.Safetensors;
import io.sfumato.tensor.Tensor;
import io.sfumato.train.recipe.RecipeException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The checkpoints of a run: folders {@code STAGE-IMAGES} of which each is there whole or not at all, and two links, {@code last}
 * and {@code best}. A crash leaves nothing worse than a hidden folder, which the next checkpoint removes.
 */
final class Checkpoints {
    static final String LAST = "last";
    static final String BEST = "best";

    private static final String WRITING = ".writing";
    private static final String REMOVING = ".removing";
    private static final Pattern NAME = Pattern.compile("(.+)-(\\d{9,18})");

    private final Path root;

    Checkpoints(Path root) {
        this.root = root;
    }

    /** The newest checkpoint of a stage. Throws where one of its files is not as it was written. */
    Optional<Checkpoint> last(String stage) {
        Optional<Path> newest = of(stage).stream().max(Comparator.comparingLong(Checkpoints::images));
        return newest.map(folder -> {
            Saved saved = state(folder);
            Checksums.check(folder, saved.sha256());
            return new Checkpoint(folder, saved);
        });
    }

    /** Images seen by a stage at its newest checkpoint; 0 where there is none. */
    long images(String stage) {
        return of(stage).stream().mapToLong(Checkpoints::images).max().orElse(0);
    }

    /**
     * Writes a checkpoint, and lets {@code last} show it; {@code best} too, where no other of the stage has a lower held-out loss.
     * Older ones of the stage are removed, but for those two and the ones to keep.
     *
     * @param saved without checksums
     * @param files the tensors of each file
     */
    void write(Saved saved, Map<String, Map<String, Tensor>> files, Predicate<Long> keep) {
        Path folder = root.resolve(name(saved));
        try {
            FolderTree.delete(root.resolve(REMOVING));
            Path writing = FolderTree.fresh(root.resolve(WRITING));
            try {
                fill(writing, saved, files);
                remove(folder);
                Files.move(writing, folder, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                FolderTree.delete(writing);
            }
            FolderTree.sync(root);
            link(LAST, folder);
            if (isBest(saved)) {
                link(BEST, folder);
            }
            prune(saved.stage(), keep);
        } catch (IOException e) {
            throw new RecipeException(folder + " cannot be written: " + FileTrouble.of(e), e);
        }
    }

    private static String name(Saved saved) {
        return String.format(
                Locale.ROOT, "%s-%09d", saved.stage(), saved.progress().images());
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

    private boolean isBest(Saved saved) throws IOException {
        Optional<Path> best = linked(BEST).filter(folder -> stage(folder).equals(saved.stage()));
        return best.isEmpty()
                || saved.heldOutLoss().orElse(0)
                        <= state(best.get()).heldOutLoss().orElse(Double.POSITIVE_INFINITY);
    }

    private void prune(String stage, Predicate<Long> keep) throws IOException {
        Optional<Path> last = linked(LAST);
        Optional<Path> best = linked(BEST);
        for (Path folder : of(stage)) {
            boolean shown = last.filter(folder::equals).isPresent()
                    || best.filter(folder::equals).isPresent();
            if (!shown && !keep.test(images(folder))) {
                remove(folder);
            }
        }
    }

    /** In one move first, so that nobody ever sees half of it. */
    private void remove(Path folder) throws IOException {
        if (Files.exists(folder)) {
            Path removing = root.resolve(REMOVING);
            Files.move(folder, removing, StandardCopyOption.ATOMIC_MOVE);
            FolderTree.delete(removing);
        }
    }

    private void link(String name, Path folder) throws IOException {
        Path next = root.resolve("." + name);
        Files.deleteIfExists(next);
        Files.createSymbolicLink(next, folder.getFileName());
        Files.move(next, root.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private Optional<Path> linked(String name) throws IOException {
        Path link = root.resolve(name);
        return Files.isSymbolicLink(link) && Files.isDirectory(link)
                ? Optional.of(root.resolve(Files.readSymbolicLink(link)))
                : Optional.empty();
    }

    private List<Path> of(String stage) {
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(root)) {
            return new ArrayList<>(folders.filter(folder ->
                            NAME.matcher(folder.getFileName().toString()).matches()
                                    && stage(folder).equals(stage))
                    .toList());
        } catch (IOException e) {
            throw new RecipeException(root + " cannot be read: " + FileTrouble.of(e), e);
        }
    }

    private static String stage(Path folder) {
        return matched(folder).group(1);
    }

    private static long images(Path folder) {
        return Long.parseLong(matched(folder).group(2));
    }

    private static Matcher matched(Path folder) {
        Matcher matcher = NAME.matcher(folder.getFileName().toString());
        if (!matcher.matches()) {
            throw new IllegalArgumentException(folder + " is not named as a checkpoint");
        }
        return matcher;
    }

    private static Saved state(Path folder) {
        Path file = folder.resolve(Checkpoint.STATE);
        try {
            return SpecJson.json().readValue(file.toFile(), Saved.class);
        } catch (IOException e) {
            throw new RecipeException(
                    file + " cannot be read: " + FileTrouble.of(e) + ". Remove " + folder
                            + " to go on from an earlier checkpoint",
                    e);
        }
    }
}

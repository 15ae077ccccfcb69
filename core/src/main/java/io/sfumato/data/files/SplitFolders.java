package io.sfumato.data.files;

import io.sfumato.data.Found;
import io.sfumato.data.Split;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Folders that are the parts of a data set: {@code train} or {@code training}, and what is kept back.
 *
 * @param folder that they are in
 * @param trained the name of that of what is trained on
 * @param kept the name of that of what is kept back; absent where the other is alone
 * @param others names of folders beside them, which are not read
 */
record SplitFolders(Path folder, String trained, Optional<String> kept, List<String> others) {

    /**
     * Those of a folder. Two of such names are enough, whatever is beside them: who has {@code annotations} beside {@code train}
     * and {@code val} does not wish to train on what is kept back. One beside others is not: it may be a class of locomotives.
     */
    static Optional<SplitFolders> in(Path folder) {
        List<String> names = Names.folders(folder);
        List<String> trained = named(names, Split.TRAIN);
        List<String> kept = named(names, Split.HELD_OUT);
        if (trained.size() != 1 || (kept.isEmpty() && names.size() > 1)) {
            return Optional.empty();
        }
        Optional<String> chosen = kept.stream()
                .filter(name -> name.startsWith("val"))
                .findFirst()
                .or(() -> kept.stream().findFirst());
        List<String> others = names.stream()
                .filter(name -> !trained.contains(name) && !chosen.equals(Optional.of(name)))
                .toList();
        return Optional.of(new SplitFolders(folder, trained.get(0), chosen, others));
    }

    Path train() {
        return folder.resolve(trained);
    }

    Optional<Path> heldOut() {
        return kept.map(folder::resolve);
    }

    private static List<String> named(List<String> names, Split split) {
        return names.stream()
                .filter(name -> Split.ifAny(name).equals(Optional.of(split)))
                .toList();
    }

    /** The part of each picture by its name, such as {@code val/2.png}; empty where names do not speak of both parts. */
    static Optional<List<Split>> of(List<String> pictures) {
        List<Optional<Split>> splits = pictures.stream().map(SplitFolders::of).toList();
        return splits.containsAll(List.of(Optional.of(Split.TRAIN), Optional.of(Split.HELD_OUT)))
                ? Optional.of(
                        splits.stream().map(split -> split.orElse(Split.TRAIN)).toList())
                : Optional.empty();
    }

    /** The part that a picture is in by the first folder of its name. */
    private static Optional<Split> of(String picture) {
        int slash = picture.indexOf('/');
        return slash < 1 ? Optional.empty() : Split.ifAny(picture.substring(0, slash));
    }

    /** How they were found in their folder, with what is beside them, and how what is in that of what is trained on was. */
    Found found(Found inside) {
        return Found.as(parts() + " in " + folder + "; " + inside.layout())
                .with(unread())
                .without(Names.loosePictures(folder), folder)
                .with(inside.remarks());
    }

    /** Says which folders are not read; empty where there are none. */
    Optional<String> unread() {
        return others.isEmpty()
                ? Optional.empty()
                : Optional.of((others.size() == 1 ? "folder " : "folders ") + Names.some(others) + " beside " + parts()
                        + (others.size() == 1 ? " is" : " are") + " not read");
    }

    private String parts() {
        return trained + kept.map(name -> " and " + name).orElse("");
    }
}

package io.sfumato.train.reference;

import io.sfumato.data.Framing;
import io.sfumato.train.recipe.DataRecipe;
import java.util.List;
import java.util.Optional;

/**
 * A class of the reference that reads pictures.
 *
 * @param list of its pictures; empty where only its authors know where they are
 * @param framing how they become squares
 * @param tells what it tells of a picture
 * @param shrinking what it makes small pictures with; empty where it makes none
 */
record PictureClass(
        Optional<DataRecipe.NamedPictures> list, Framing framing, Tells tells, Optional<Shrinking> shrinking) {

    /** What a class tells of a picture. */
    enum Tells {
        NOTHING,
        /** Its class. */
        CLASS
    }

    /**
     * How small pictures are made.
     *
     * @param where the configuration says so, for messages
     */
    record Shrinking(String where, String method, int factor) {}

    static PictureClass listed(DataRecipe.NamedPictures list, Framing framing, Tells tells) {
        return new PictureClass(Optional.of(list), framing, tells, Optional.empty());
    }

    /** What it reads, to be looked for before anything is made. */
    List<String> reads() {
        return list.map(named -> named.folder()
                        .map(folder -> List.of(named.file(), folder))
                        .orElseGet(() -> List.of(named.file())))
                .orElseGet(List::of);
    }
}

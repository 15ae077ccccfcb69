package io.sfumato.data.files;

import io.sfumato.data.BrokenPictureException;
import io.sfumato.data.DataSet;
import io.sfumato.data.Known;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Looks whether captions in text files have several lines. Each is a caption of its own, which is what some people mean; those
 * whose editor has wrapped a paragraph do not, and their model would learn half sentences.
 */
final class CaptionLines {
    private static final int LOOKED_AT = 100; // enough to tell, and read in no time

    private CaptionLines() {}

    /** Says so where it is more than one. */
    static Optional<String> remark(Path folder, DataSet captions) {
        int count = Math.min(LOOKED_AT, captions.count());
        long several = IntStream.range(0, count)
                .filter(index -> hasSeveral(captions, index))
                .count();
        String shown =
                count < captions.count() ? "of the first %d captions in %s %d have" : "of %d captions in %s %d have";
        return several < 2
                ? Optional.empty()
                : Optional.of(String.format(Locale.ROOT, shown, count, folder, several)
                        + " several lines: each line is taken as a caption of its own");
    }

    private static boolean hasSeveral(DataSet captions, int index) {
        try {
            return ((Known.Words) captions.known(index)).texts().size() > 1;
        } catch (BrokenPictureException e) {
            return false; // named when it is needed
        }
    }
}

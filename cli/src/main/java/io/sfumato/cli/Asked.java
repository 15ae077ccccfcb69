package io.sfumato.cli;

import io.sfumato.image.ImageGrid;
import io.sfumato.pipeline.GenerationRequest;
import io.sfumato.pipeline.GenerationSettings;
import io.sfumato.pipeline.RequestException;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What the pictures of a run shall show: so many of the first subject, then as many of the next.
 *
 * @param subjects one or more
 * @param each how many pictures of each
 */
record Asked(List<Subject> subjects, int each, GenerationSettings settings) {
    private static final int MOST_PICTURES = 10_000;
    private static final int GAP = 2;

    Asked {
        subjects = List.copyOf(subjects);
        if (each < 1 || (long) each * subjects.size() > MOST_PICTURES) {
            throw new RequestException("count is " + each + ", expected 1 to " + MOST_PICTURES / subjects.size()
                    + (subjects.size() == 1 ? "" : " of each of " + subjects.size()));
        }
    }

    static Asked of(GenerationRequest request) {
        return new Asked(List.of(new Subject.Prompt(request.prompt())), request.count(), request.settings());
    }

    /** Pictures in all. */
    int count() {
        return each * subjects.size();
    }

    /** What each picture shall show. */
    List<Subject> all() {
        return subjects.stream()
                .flatMap(subject -> Collections.nCopies(each, subject).stream())
                .toList();
    }

    /** All subjects in words. */
    String words() {
        return subjects.stream().map(Subject::words).collect(Collectors.joining(" "));
    }

    /** How the pictures lie on one sheet: several of several subjects in a row a subject. */
    ImageGrid grid() {
        return subjects.size() == 1 || each == 1
                ? ImageGrid.square(count())
                : new ImageGrid(subjects.size(), each, GAP);
    }
}

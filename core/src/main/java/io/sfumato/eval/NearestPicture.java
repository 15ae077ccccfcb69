package io.sfumato.eval;

import io.sfumato.data.Example;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.function.Predicate;

/** Finds the example that looks most like a picture: the least L2 distance between thumbnails of 32 × 32. */
public final class NearestPicture {
    private final List<Example> examples;
    private final List<Thumbnail> thumbnails;

    /** Reads the pictures of all {@code examples}. */
    public NearestPicture(List<Example> examples) {
        this.examples = List.copyOf(examples);
        this.thumbnails = examples.parallelStream()
                .map(example -> Thumbnail.of(example.image()))
                .toList();
    }

    /** The nearest of all examples. */
    public Example to(BufferedImage image) {
        return to(image, example -> true);
    }

    /** The nearest of those that {@code which} accepts, at least one. */
    public Example to(BufferedImage image, Predicate<Example> which) {
        Thumbnail wanted = Thumbnail.of(image);
        int nearest = -1;
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < thumbnails.size(); i++) {
            if (which.test(examples.get(i))) {
                double distance = wanted.distance(thumbnails.get(i));
                if (nearest < 0 || distance < least) {
                    least = distance;
                    nearest = i;
                }
            }
        }
        return examples.get(nearest);
    }
}

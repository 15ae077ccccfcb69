package io.sfumato.lora;

import io.sfumato.tensor.Shape;
import io.sfumato.tensor.TensorArchive;
import java.util.Optional;

/**
 * Where the update of one layer is in a file.
 *
 * @param down key
 * @param up key
 * @param alpha key, where there is one
 */
record StoredUpdate(String down, String up, Optional<String> alpha) {

    /** What is wrong with its sizes for a weight, where something is. */
    Optional<String> complaint(TensorArchive archive, Shape weight) {
        Shape narrow = core(archive.shape(down));
        Shape wide = core(archive.shape(up));
        Shape seen = core(weight.with(0, narrow.rank() == 0 ? 0 : narrow.size(0)));
        if (narrow.rank() < 2 || narrow.size(0) < 1 || !narrow.equals(seen)) {
            return Optional.of(down + " is " + narrow + ", expected " + spoken(core(weight)));
        }
        Shape expected = Shape.of(weight.size(0), narrow.size(0));
        if (!wide.equals(expected)) {
            return Optional.of(up + " is " + wide + ", expected " + expected);
        }
        return alpha.filter(key -> archive.shape(key).elements() != 1)
                .map(key -> key + " is " + archive.shape(key) + ", expected one number");
    }

    private static String spoken(Shape weight) {
        return weight.toString().replaceFirst("\\d+", "rank");
    }

    /** A shape without the sizes of 1 at its end: a linear map may be a convolution of one pixel. */
    private static Shape core(Shape shape) {
        int rank = shape.rank();
        while (rank > 2 && shape.size(rank - 1) == 1) {
            rank--;
        }
        return new Shape(shape.sizes().subList(0, rank));
    }
}

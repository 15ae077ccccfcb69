package io.sfumato.eval;

import io.sfumato.data.BrokenPictureException;
import io.sfumato.data.DataException;
import io.sfumato.data.DataSet;
import io.sfumato.data.Framing;
import io.sfumato.data.Known;
import io.sfumato.data.Planes;
import io.sfumato.image.Resampling;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Pictures of a data set with their classes, as squares: the largest in the middle of each, in the size that a model makes.
 *
 * @param classes how many there may be
 */
record RealPictures(DataSet data, Framing framing, int classes) {

    /** One of them. */
    record Real(Planes square, int label) {}

    /** Those of a size, without chance. */
    static RealPictures of(DataSet data, int side, int classes) {
        Framing framing = new Framing(side, new Framing.Centre(), 0, Resampling.BICUBIC);
        return new RealPictures(data, framing, classes);
    }

    /** Those of entries {@code from} to {@code to} − 1 that can be read. */
    List<Real> from(int from, int to) {
        return at(IntStream.range(from, to));
    }

    /** So many of those that can be read, drawn without repetition. */
    List<Real> drawn(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int[] order = IntStream.range(0, data.count()).toArray();
        int drawn = Math.min(count, order.length);
        for (int i = 0; i < drawn; i++) {
            int other = random.nextInt(i, order.length);
            int entry = order[other];
            order[other] = order[i];
            order[i] = entry;
        }
        return at(IntStream.of(order).limit(drawn).sorted());
    }

    private List<Real> at(IntStream entries) {
        List<Real> real = new ArrayList<>();
        entries.forEach(entry -> {
            try {
                real.add(new Real(square(entry), label(entry)));
            } catch (BrokenPictureException e) {
                // it cannot be compared with; training has told of it
            }
        });
        return real;
    }

    private Planes square(int entry) {
        return framing.frame(data.picture(entry), new Known.Nothing(), new SplittableRandom(entry))
                .planes();
    }

    private int label(int entry) {
        int label = ((Known.ClassOf) data.known(entry)).index();
        if (label >= classes) {
            throw new DataException(data.name(entry) + " is of class " + label + ", expected 0 to " + (classes - 1)
                    + ", those of the model. Is it the data set that the model has learned from?");
        }
        return label;
    }
}

package io.sfumato.data;

import java.util.List;
import java.util.random.RandomGenerator;

/** What is known of a picture besides its pixels. */
public sealed interface Known {

    /** What it holds in memory where that is much: one value for each pixel. */
    default long bytes() {
        return 0;
    }

    /** Nothing. */
    record Nothing() implements Known {}

    /** What it shows, in words. */
    non-sealed interface Words extends Known {
        /** The caption that says it best; always the same. */
        String canonical();

        /** All texts that people say of it, captions and single words: what a vocabulary is made of. */
        List<String> texts();

        /** A caption to train on: one of several, or the only one. */
        String varied(RandomGenerator random);
    }

    /**
     * Which of several classes it is of.
     *
     * @param index from 0
     */
    record ClassOf(int index) implements Known {}

    /** Where things are in it, and of which kind; in no particular order. */
    record Boxes(List<Box> boxes) implements Known {
        /** Takes a copy of the list. */
        public Boxes {
            boxes = List.copyOf(boxes);
        }
    }

    /** What stands at each pixel. */
    record Labelled(LabelMap map) implements Known {
        @Override
        public long bytes() {
            return (long) Short.BYTES * map.width() * map.height();
        }
    }

    /** The same made small. */
    record Small(Planes planes) implements Known {}

    /** Where it is to be filled. */
    record Holes(Mask mask) implements Known {}

    /** Two things that it is told of at once. */
    record Two(Known beside, Known inside) implements Known {}

    /** Its description as numbers of a vocabulary. */
    record Tokens(List<Integer> ids) implements Known {
        /** Takes a copy of the list. */
        public Tokens {
            ids = List.copyOf(ids);
        }
    }
}

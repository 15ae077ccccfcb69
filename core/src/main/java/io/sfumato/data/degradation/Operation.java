package io.sfumato.data.degradation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;

/** What happens to a picture on its way down. */
enum Operation {
    BLUR,
    /** It becomes smaller, by about what it is to shrink. */
    SHRINK,
    /** It gets the size that it is to have. */
    RESIZE,
    NOISE,
    COMPRESS;

    /**
     * The operations in any order, but {@link #SHRINK} before {@link #RESIZE}: where they are drawn the other way round they
     * change places.
     */
    static List<Operation> shuffled(List<Operation> operations, RandomGenerator random) {
        List<Operation> order = new ArrayList<>(operations);
        for (int i = order.size() - 1; i > 0; i--) { // Fisher and Yates
            Collections.swap(order, i, random.nextInt(i + 1));
        }
        int shrink = order.indexOf(SHRINK);
        int resize = order.indexOf(RESIZE);
        if (shrink > resize) {
            Collections.swap(order, shrink, resize);
        }
        return order;
    }
}

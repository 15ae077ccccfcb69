package io.sfumato.train.loop;

import io.sfumato.train.recipe.RecipeException;
import java.util.ArrayList;
import java.util.List;

/**
 * How the pictures of a step are divided: among processes, and into parts that one of them computes after the other. What is
 * learned does not depend on it.
 *
 * @param batch pictures of one step
 * @param processes that share them
 * @param parts that a process makes of its share
 */
record Division(int batch, int processes, int parts) {
    Division {
        if (processes * parts > batch) {
            throw new RecipeException("a batch of " + batch + " cannot be divided among " + processes + " processes in "
                    + parts + " parts each, which need a picture each. Take a larger batch, fewer processes, or less"
                    + " accumulation");
        }
    }

    /** The parts of one process. */
    List<Slice> slices(Progress done, int process, long seed) {
        int shares = processes * parts;
        List<Slice> slices = new ArrayList<>();
        for (int share = process * parts; share < (process + 1) * parts; share++) {
            int from = start(share, shares);
            int count = start(share + 1, shares) - from;
            slices.add(new Slice(done.steps(), done.images() + from, count, seed));
        }
        return slices;
    }

    private int start(int share, int shares) {
        return Math.toIntExact((long) batch * share / shares);
    }
}

package io.sfumato.train.loop;

import io.sfumato.tensor.Ensemble;
import io.sfumato.train.recipe.RecipeException;
import io.sfumato.train.recipe.Schedule;
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
public record Division(int batch, int processes, int parts) {
    /** Throws {@link RecipeException} where a part would have no picture. */
    public Division {
        if (processes * parts > batch) {
            throw new RecipeException("a batch of " + batch + " cannot be divided among " + processes + " processes in "
                    + parts + " parts each, which need a picture each. Take a larger batch, fewer processes, or less"
                    + " accumulation");
        }
    }

    /** That of a stage's steps. Throws {@link RecipeException} where the processes are too many for its batch. */
    public static Division of(Schedule schedule, Ensemble ensemble) {
        return new Division(schedule.batch(), ensemble.size(), schedule.accumulation());
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

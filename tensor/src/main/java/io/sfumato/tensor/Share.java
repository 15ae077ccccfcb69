package io.sfumato.tensor;

/**
 * A process's part of the examples of one step: {@code count} from {@code first}, where parts differ by one at most.
 *
 * @param weight what its mean loss is to be multiplied with, so that the mean over the processes is the mean over all
 *     examples; 1 where parts are equal
 */
public record Share(long first, long count, double weight) {

    static Share of(long total, int rank, int size) {
        if (total < size) {
            throw new EnsembleException("a batch of " + total + " cannot be divided among " + size
                    + " processes, each of which needs one example. Take a larger batch or fewer processes");
        }
        long least = total / size;
        long larger = total % size; // the first so many have one more
        long count = rank < larger ? least + 1 : least;
        return new Share(rank * least + Math.min(rank, larger), count, (double) count * size / total);
    }
}

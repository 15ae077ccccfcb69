package io.sfumato.firststage;

import io.sfumato.tensor.Tensor;
import java.util.Arrays;

/**
 * How many entries of a codebook some pictures need.
 *
 * @param entries those that occur at all
 * @param perplexity e to the entropy of their frequencies: as many that are equally frequent say as much
 */
public record CodebookUsage(int entries, double perplexity) {
    /**
     * The usage by the indices of all pictures together.
     *
     * @param indices int64 of any shape, see {@link Codebook.Nearest}
     * @param codes size of the codebook
     */
    public static CodebookUsage of(Tensor indices, long codes) {
        long[] counts = new long[Math.toIntExact(codes)];
        long[] all = indices.toLongs();
        for (long index : all) {
            counts[Math.toIntExact(index)]++;
        }
        double entropy = Arrays.stream(counts)
                .filter(count -> count > 0)
                .mapToDouble(count -> count / (double) all.length)
                .map(share -> -share * Math.log(share))
                .sum();
        return new CodebookUsage(
                (int) Arrays.stream(counts).filter(count -> count > 0).count(), Math.exp(entropy));
    }
}

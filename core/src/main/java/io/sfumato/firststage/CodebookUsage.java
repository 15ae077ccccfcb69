package io.sfumato.firststage;

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
     * @param indices see {@link Codebook.Nearest}
     * @param codes size of the codebook
     */
    public static CodebookUsage of(long[] indices, long codes) {
        long[] counts = new long[Math.toIntExact(codes)];
        for (long index : indices) {
            counts[Math.toIntExact(index)]++;
        }
        double entropy = Arrays.stream(counts)
                .filter(count -> count > 0)
                .mapToDouble(count -> count / (double) indices.length)
                .map(share -> -share * Math.log(share))
                .sum();
        return new CodebookUsage(
                (int) Arrays.stream(counts).filter(count -> count > 0).count(), Math.exp(entropy));
    }
}

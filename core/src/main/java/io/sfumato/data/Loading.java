package io.sfumato.data;

/**
 * How much is read ahead, and how.
 *
 * @param threads that decode, beside the one that asks
 * @param ahead requests that are prepared before they are asked for
 * @param cacheBytes of what is kept: squares, where a picture always gives the same, else pictures that are scaled and not cut yet
 */
public record Loading(int threads, int ahead, long cacheBytes) {
    /** Checks the numbers. */
    public Loading {
        if (threads < 1 || ahead < 0 || cacheBytes < 0) {
            throw new IllegalArgumentException("threads, ahead and cache are " + threads + ", " + ahead + " and "
                    + cacheBytes + ", expected 1 or more, and 0 or more");
        }
    }

    private static final int AHEAD = 2;
    private static final int COMPUTING_A_THREAD = 4;
    private static final int MOST_THREADS = 8;
    private static final int SHARE_OF_MEMORY = 4;

    /**
     * Two requests, a quarter of the memory, and a thread for every four that compute, as far as that helps.
     *
     * @param computing threads of this process
     */
    public static Loading beside(int computing) {
        int threads = Math.max(1, Math.min(MOST_THREADS, computing / COMPUTING_A_THREAD));
        return new Loading(threads, AHEAD, Runtime.getRuntime().maxMemory() / SHARE_OF_MEMORY);
    }
}

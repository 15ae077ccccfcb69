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
    private static final int SHARE_OF_MEMORY = 4;

    /** One thread, two requests, a quarter of the memory. */
    public static Loading standard() {
        return new Loading(1, AHEAD, Runtime.getRuntime().maxMemory() / SHARE_OF_MEMORY);
    }
}

package io.sfumato.image;

import java.util.concurrent.Semaphore;

/** A share of the memory for pictures that are being decoded: several threads wait for each other rather than exhaust it. */
final class DecodingMemory {
    /** At most: what the file decodes to, and two pictures of ours. */
    private static final int BYTES_A_PIXEL = 16;

    private static final int MIB = 1 << 20;
    private static final int ALL = (int) (Runtime.getRuntime().maxMemory() / 2 / MIB);
    private static final Semaphore FREE = new Semaphore(ALL, true);

    private DecodingMemory() {}

    /** Waits until there is room for a picture, and takes it: so many MiB, to be given to {@link #release} when done. */
    static int take(long pixels) {
        int needed = (int) (pixels * BYTES_A_PIXEL / MIB) + 1;
        if (needed > ALL) {
            throw new ImageException("needs " + needed + " MiB to be decoded, expected at most " + ALL
                    + " MiB, half of what this program may use. Make it smaller, or give more memory");
        }
        FREE.acquireUninterruptibly(needed);
        return needed;
    }

    static void release(int taken) {
        FREE.release(taken);
    }
}

package io.sfumato.tensor;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.concurrent.atomic.AtomicBoolean;

/** An open file that several read from. It is closed when the last has let go, or else by the garbage collector. */
final class SharedChannel {
    private final FileChannel channel;
    private int leases;

    SharedChannel(FileChannel channel) {
        this.channel = channel;
    }

    /** For one that reads. */
    synchronized Lease lease() {
        leases++;
        return new Lease();
    }

    private synchronized void letGo() {
        leases--;
        if (leases == 0) {
            try {
                channel.close();
            } catch (IOException ignored) {
                // a read-only channel has nothing to lose
            }
        }
    }

    /** The right to read until it is closed. */
    final class Lease implements AutoCloseable {
        private final AtomicBoolean isHeld = new AtomicBoolean(true);

        private Lease() {}

        FileChannel channel() {
            return channel;
        }

        @Override
        public void close() {
            if (isHeld.compareAndSet(true, false)) {
                letGo();
            }
        }
    }
}

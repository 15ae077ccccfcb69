package io.sfumato.tensor;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import org.bytedeco.javacpp.chrono.Milliseconds;
import org.bytedeco.pytorch.Store;
import org.bytedeco.pytorch.StringVector;
import org.bytedeco.pytorch.TCPStore;
import org.bytedeco.pytorch.TCPStoreOptions;

/**
 * The notes by which processes find each other, which one of them keeps: libtorch's TCPStore. Notes are written once;
 * counts grow.
 */
final class Noticeboard implements AutoCloseable {
    private static final int BETWEEN_TRIES_MS = 50;
    private static final int CONNECT_MS = 2_000;

    private final Membership membership;
    private final TCPStore store;

    private Noticeboard(Membership membership, TCPStore store) {
        this.membership = membership;
        this.store = store;
    }

    /** Begins to keep notes where this process does that, else goes to who does. */
    static Noticeboard open(Membership membership, Duration patience) {
        if (!membership.keeps()) {
            reach(membership, patience);
        }
        try {
            return Beside.ask(patience, () -> store(membership, patience))
                    .map(store -> new Noticeboard(membership, store))
                    .orElseThrow(() -> new EnsembleException(unusable(membership)));
        } catch (EnsembleException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new EnsembleException(unusable(membership), e);
        }
    }

    private static TCPStore store(Membership membership, Duration patience) {
        try (Region region = Region.open()) {
            TCPStoreOptions options = new TCPStoreOptions();
            options.port((short) membership.meeting().port())
                    .isServer(membership.keeps())
                    .waitWorkers(false)
                    .useLibUV(false)
                    .timeout(new Milliseconds(patience.toMillis()));
            TCPStore store = new TCPStore(membership.meeting().host(), options);
            store.retainReference();
            return store;
        }
    }

    /** Waits until somebody listens there: libtorch would try too, and log every try. */
    private static void reach(Membership membership, Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        while (true) {
            InetSocketAddress address = new InetSocketAddress(
                    membership.meeting().host(), membership.meeting().port());
            if (!address.isUnresolved() && listens(address)) {
                return;
            }
            if (System.nanoTime() > end) {
                throw new EnsembleException("rank " + membership.rank() + " of " + membership.size() + " found "
                        + (address.isUnresolved() ? "no machine of that name" : "nobody") + " at "
                        + membership.meeting() + " within " + seconds(patience)
                        + ". Expected rank 0 there: is it running, and are MASTER_ADDR and MASTER_PORT right?");
            }
            Pause.millis(BETWEEN_TRIES_MS);
        }
    }

    private static boolean listens(InetSocketAddress address) {
        try (Socket socket = new Socket()) {
            socket.connect(address, CONNECT_MS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static String unusable(Membership membership) {
        String start = "rank " + membership.rank() + " of " + membership.size();
        return membership.keeps()
                ? start + " cannot listen at " + membership.meeting() + ", as rank 0 has to. Is MASTER_ADDR another"
                        + " machine's, or MASTER_PORT in use by an earlier run? Choose a free port"
                : start + " got no answer at " + membership.meeting()
                        + " that it understands. Is something other than rank 0 at MASTER_PORT?";
    }

    static String seconds(Duration duration) {
        return duration.toSeconds() + " s";
    }

    Membership membership() {
        return membership;
    }

    /** Another connection, for another thread or for libtorch; belongs to the region of the caller. */
    Store connection() {
        return store.clone();
    }

    void write(String name, int rank, String text) {
        store.set(key(name, rank), text);
    }

    Optional<String> read(String name, int rank) {
        try (Region region = Region.open()) {
            String key = key(name, rank);
            return store.check(new StringVector(key)) ? Optional.of(store.get_to_str(key)) : Optional.empty();
        }
    }

    /** Adds to a count, and returns what it is then. */
    long count(String name, int rank, long more) {
        return store.add(key(name, rank), more);
    }

    String key(String name, int rank) {
        return prefix() + name + "/" + rank;
    }

    /** What the names of all notes begin with: those of an attempt before are others. */
    String prefix() {
        return "sfumato/" + membership.meeting().attempt() + "/";
    }

    @Override
    public void close() {
        store.releaseReference();
    }
}

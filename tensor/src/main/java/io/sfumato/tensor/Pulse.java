package io.sfumato.tensor;

import org.bytedeco.pytorch.Store;

/** Signs of life that a process gives while it is computing, so that others can tell busy from dead. */
final class Pulse implements AutoCloseable {
    static final String NAME = "pulse";
    static final int BEAT_MS = 400;

    private final Store store;
    private final String key;
    private final Thread thread = new Thread(this::beat, "signs of life");

    private Pulse(Store store, String key) {
        this.store = store;
        this.key = key;
    }

    static Pulse start(Noticeboard board) {
        try (Region region = Region.open()) {
            Store connection = board.connection();
            connection.retainReference();
            Pulse pulse =
                    new Pulse(connection, board.key(NAME, board.membership().rank()));
            pulse.thread.setDaemon(true);
            pulse.thread.start();
            return pulse;
        }
    }

    @SuppressWarnings("EmptyCatch") // whom nobody hears need not say that it lives; the next exchange tells
    private void beat() {
        try {
            while (true) {
                store.add(key, 1);
                Thread.sleep(BEAT_MS);
            }
        } catch (InterruptedException | RuntimeException e) {
            // closed, or nobody keeps the notes any more
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        boolean ended = false;
        try {
            thread.join(BEAT_MS);
            ended = !thread.isAlive();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (ended) { // else it waits for a machine that is gone, and uses the connection
            store.releaseReference();
        }
    }
}

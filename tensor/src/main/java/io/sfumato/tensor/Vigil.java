package io.sfumato.tensor;

import java.time.Duration;

/** How processes wait for the first one while it works alone: it counts what it has done among the notes that all read. */
final class Vigil {
    /** Longer than a machine that is short of memory, or moved to another host, keeps a process from giving signs of life. */
    static final Duration SILENCE = Duration.ofSeconds(30);

    private static final String NAME = "alone";
    private static final int FIRST = 0;
    private static final int BETWEEN_LOOKS_MS = 20;

    private final Noticeboard board;
    private final Duration silence;
    private long turns;

    /** @param silence after how long without a sign of life the first process is missed */
    Vigil(Noticeboard board, Duration silence) {
        this.board = board;
        this.silence = silence;
    }

    /** The first process has done it. */
    void end() {
        board.count(NAME, FIRST, 1);
    }

    /** Returns when the first process has done as much alone as this one has waited for; throws where it will not. */
    void await() {
        turns++;
        long pulse = -1;
        long heard = System.nanoTime();
        while (board.count(NAME, FIRST, 0) < turns) {
            long now = board.count(Pulse.NAME, FIRST, 0);
            if (now != pulse) {
                pulse = now;
                heard = System.nanoTime();
            }
            if (RollCall.hasGoneFrom(board, FIRST) || System.nanoTime() - heard > silence.toNanos()) {
                throw new EnsembleException("the first process has not done what it does alone");
            }
            Pause.millis(BETWEEN_LOOKS_MS);
        }
    }
}

package io.sfumato.tensor;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toCollection;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** Finds out who is missed when processes cannot go on, in a few seconds whatever happened to the others. */
final class RollCall {
    private static final String GAVE_UP = "gave-up";
    private static final String LEFT = "left";
    private static final int WATCH_MS = 5 * Pulse.BEAT_MS;
    private static final Duration LONGEST = Duration.ofMillis(WATCH_MS + 3_000);
    private static final Duration FAREWELL = Duration.ofSeconds(5);
    private static final int BETWEEN_LOOKS_MS = 20;

    /** What is known of another process, the most telling first. */
    private enum State {
        SILENT,
        LEFT,
        BUSY,
        GAVE_UP
    }

    private final Noticeboard board;
    private final Membership me;
    private final Duration patience;
    private final Set<Integer> silent = new TreeSet<>();
    private boolean answered = true;

    RollCall(Noticeboard board, Duration patience) {
        this.board = board;
        this.me = board.membership();
        this.patience = patience;
    }

    /** Why this process cannot go on with {@code what}. */
    PeerLostException lost(String what, Throwable cause) {
        String text = keeper() + " cannot be reached any more: it has ended, or its machine is gone";
        try {
            Optional<String> reason = Beside.ask(LONGEST, this::reason);
            answered = reason.isPresent();
            text = reason.orElse(text);
        } catch (RuntimeException e) {
            cause.addSuppressed(e); // the notes are gone with who kept them
        }
        return new PeerLostException(
                "rank " + me.rank() + " of " + me.size() + " cannot go on with " + what + ": " + text
                        + ". Start all processes again: a run goes on from its last checkpoint",
                cause);
    }

    private String keeper() {
        return (me.meeting().keeper() == Membership.Keeper.STARTER ? "what started the processes" : "rank 0") + " at "
                + me.meeting();
    }

    private String reason() {
        board.write(GAVE_UP, me.rank(), "");
        Map<Integer, Long> before = pulses();
        Pause.millis(WATCH_MS);
        Map<Integer, Long> after = pulses();
        Map<State, Set<Integer>> states = others().boxed()
                .collect(groupingBy(
                        rank -> state(rank, before.get(rank), after.get(rank)),
                        TreeMap::new,
                        toCollection(TreeSet::new)));
        silent.addAll(states.getOrDefault(State.SILENT, Set.of()));
        State worst = states.keySet().iterator().next();
        return Arrival.ranks(states.get(worst)) + " " + text(worst);
    }

    /** Whether a process will take part in nothing any more, by its own words. */
    static boolean hasGoneFrom(Noticeboard board, int rank) {
        return board.read(GAVE_UP, rank).isPresent() || board.read(LEFT, rank).isPresent();
    }

    private State state(int rank, long before, long after) {
        if (board.read(GAVE_UP, rank).isPresent()) {
            return State.GAVE_UP;
        }
        if (board.read(LEFT, rank).isPresent()) {
            return State.LEFT;
        }
        return before == after ? State.SILENT : State.BUSY;
    }

    private String text(State state) {
        return switch (state) {
            case SILENT ->
                "gives no sign of life: it was killed, perhaps for want of memory, or stopped, or its machine is gone";
            case LEFT -> "has ended: what it said last tells why";
            case BUSY ->
                "is alive but did not take part within " + Noticeboard.seconds(patience)
                        + ": it is stuck, or busy for longer than the others wait for it, which --patience says";
            case GAVE_UP -> "had given up waiting, for this process or another";
        };
    }

    private Map<Integer, Long> pulses() {
        Map<Integer, Long> pulses = new TreeMap<>();
        others().forEach(rank -> pulses.put(rank, board.count(Pulse.NAME, rank, 0)));
        return pulses;
    }

    private IntStream others() {
        return IntStream.range(0, me.size()).filter(rank -> rank != me.rank());
    }

    /** Leaves for good; who keeps the notes stays a little, for those who have to read them. */
    void leave() {
        if (answered) { // else a thread still waits for the answer
            sayFarewell();
            board.close();
        }
    }

    @SuppressWarnings("EmptyCatch") // where notes are kept no more, nobody reads them
    private void sayFarewell() {
        try {
            board.write(LEFT, me.rank(), "");
            long end = System.nanoTime() + FAREWELL.toNanos();
            while (me.keeps() && !haveAllLeft() && System.nanoTime() < end) {
                Pause.millis(BETWEEN_LOOKS_MS);
            }
        } catch (RuntimeException e) {
            // the keeper has left first
        }
    }

    private boolean haveAllLeft() {
        return others().allMatch(
                        rank -> silent.contains(rank) || board.read(LEFT, rank).isPresent());
    }
}

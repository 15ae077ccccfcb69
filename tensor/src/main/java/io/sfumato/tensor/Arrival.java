package io.sfumato.tensor;

import static java.util.stream.Collectors.joining;

import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** How processes meet: each leaves a note, and waits for those of all others. */
final class Arrival {
    private static final String NAME = "arrived";
    private static final String COUNT = "arrivals";
    private static final int BETWEEN_LOOKS_MS = 20;

    /** What a process writes of itself. */
    private record Note(int size, String address) {
        static Note parse(String text) {
            String[] words = text.split(" ", 2);
            return new Note(Integer.parseInt(words[0]), words[1]);
        }

        String text() {
            return size + " " + address;
        }

        boolean isLocal() {
            try {
                return InetAddress.getByName(address).isLoopbackAddress();
            } catch (UnknownHostException e) {
                return false;
            }
        }
    }

    private final Noticeboard board;
    private final Membership me;

    Arrival(Noticeboard board) {
        this.board = board;
        this.me = board.membership();
    }

    /** The address of this machine on the way to the keeper, by which the others reach it. */
    static String address(Membership membership) {
        InetSocketAddress keeper = new InetSocketAddress(
                membership.meeting().host(), membership.meeting().port());
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(keeper); // sends nothing
            return socket.getLocalAddress().getHostAddress();
        } catch (SocketException e) {
            throw new EnsembleException("there is no way from this machine to " + membership.meeting(), e);
        }
    }

    /** Returns when all have come and agree on how many they are. */
    void await(Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        if (board.count(COUNT, me.rank(), 1) > 1) {
            throw new EnsembleException("two processes say that they are rank " + me.rank() + " of " + me.size()
                    + " at " + me.meeting() + ". Expected another RANK in every process");
        }
        board.write(NAME, me.rank(), new Note(me.size(), address(me)).text());
        Map<Integer, Note> notes = new TreeMap<>();
        Set<Integer> missing = IntStream.range(0, me.size()).boxed().collect(Collectors.toCollection(TreeSet::new));
        while (true) {
            missing.removeIf(rank -> look(rank, notes));
            if (missing.isEmpty()) {
                break;
            }
            if (System.nanoTime() > end) {
                throw new EnsembleException("rank " + me.rank() + " of " + me.size() + " waited "
                        + Noticeboard.seconds(patience) + " at " + me.meeting() + " in vain for " + ranks(missing)
                        + ". Start " + (missing.size() == 1 ? "it" : "them")
                        + ", or set WORLD_SIZE to the number of processes that there are");
            }
            Pause.millis(BETWEEN_LOOKS_MS);
        }
        checkAddresses(notes);
    }

    private boolean look(int rank, Map<Integer, Note> notes) {
        board.read(NAME, rank).map(Note::parse).ifPresent(note -> {
            if (note.size() != me.size()) {
                throw new EnsembleException("WORLD_SIZE is " + me.size() + " in rank " + me.rank() + " and "
                        + note.size() + " in rank " + rank + ", expected one number in all processes");
            }
            notes.put(rank, note);
        });
        return notes.containsKey(rank);
    }

    /** A machine that calls itself 127.0.1.1, as some do, would wait for the others in vain. */
    private void checkAddresses(Map<Integer, Note> notes) {
        boolean local = notes.values().stream().allMatch(Note::isLocal);
        notes.forEach((rank, note) -> {
            if (note.isLocal() && !local) {
                throw new EnsembleException("rank " + rank + " says that its address is " + note.address()
                        + ", where other machines cannot reach it. Set MASTER_ADDR ("
                        + me.meeting().host()
                        + ") to an address that is the same machine everywhere");
            }
        });
    }

    /** "rank 2", "ranks 1, 2". */
    static String ranks(Set<Integer> ranks) {
        return (ranks.size() == 1 ? "rank " : "ranks ")
                + ranks.stream().sorted().map(String::valueOf).collect(joining(", "));
    }
}

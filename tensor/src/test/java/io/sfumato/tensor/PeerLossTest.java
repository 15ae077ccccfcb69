package io.sfumato.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Processes of their own, and what happens to the others where one is lost. */
@Timeout(60)
class PeerLossTest {
    private static final int LONG = 600;

    @Test
    void twoProcessesEndWithTheWeightsOfOne() {
        String one = Arrays.toString(new Regression(DType.FLOAT32, 10).train(Ensemble.alone()));
        List<Jvm> processes = Jvm.start(2, "train", LONG);
        try {
            for (Jvm process : processes) {
                assertThat(numbers(process.line("weights"))).containsExactly(numbers(one), within(1e-5));
                assertThat(process.exitCode()).isZero();
            }
        } finally {
            processes.forEach(Jvm::close);
        }
    }

    @Test
    void aKilledProcessIsNamedByAllOthersWithinSeconds() {
        List<Jvm> processes = Jvm.start(3, "train-on", LONG);
        try {
            processes.forEach(process -> process.line("learning"));
            long killed = System.nanoTime();
            processes.get(1).kill();
            for (int rank : List.of(0, 2)) {
                assertThat(processes.get(rank).line("lost"))
                        .isEqualTo("rank " + rank + " of 3 cannot go on with the exchange of gradients:"
                                + " rank 1 gives no sign of life: it was killed, perhaps for want of memory,"
                                + " or stopped, or its machine is gone."
                                + " Start all processes again: a run goes on from its last checkpoint");
                assertThat(processes.get(rank).exitCode()).isEqualTo(3);
            }
            assertThat(Duration.ofNanos(System.nanoTime() - killed)).isLessThan(Duration.ofSeconds(8));
        } finally {
            processes.forEach(Jvm::close);
        }
    }

    @Test
    void theFirstProcessIsMissedToo() {
        List<Jvm> processes = Jvm.start(2, "train-on", LONG);
        try {
            processes.forEach(process -> process.line("learning"));
            processes.get(0).kill();
            assertThat(processes.get(1).line("lost"))
                    .startsWith("rank 1 of 2 cannot go on with the exchange of gradients: rank 0 at 127.0.0.1:")
                    .contains(" cannot be reached any more: it has ended, or its machine is gone.");
            assertThat(processes.get(1).exitCode()).isEqualTo(3);
        } finally {
            processes.forEach(Jvm::close);
        }
    }

    @Test
    void whoDoesNotTakePartInTimeIsNamedAsBusy() {
        assertThatThrownBy(() -> ensemble(1, ensemble -> {
                    if (ensemble.rank() == 1) {
                        Pause.millis(4_000);
                    }
                    ensemble.any(false);
                }))
                .isInstanceOf(PeerLostException.class)
                .hasMessageStartingWith("rank 0 of 2 cannot go on with asking each other: rank 1 is alive but did"
                        + " not take part within 1 s: it is stuck, or busy for longer than the others wait for it, which"
                        + " --patience says.");
    }

    @Test
    void theFirstIsWaitedForAsLongAsItLivesAndWorksAlone() {
        ensemble(1, ensemble -> {
            for (int i = 0; i < 2; i++) {
                ensemble.first(() -> Pause.millis(2_500));
                assertThat(ensemble.any(ensemble.rank() == 1)).isTrue();
            }
        });
    }

    @Test
    void theFirstIsMissedWhereWhatItDoesAloneFails() {
        List<String> ends = new CopyOnWriteArrayList<>();
        assertThatThrownBy(() -> ensemble(LONG, ensemble -> {
                    try {
                        ensemble.first(() -> {
                            throw new IllegalStateException("no room on the disk");
                        });
                    } catch (RuntimeException e) {
                        ends.add(ensemble.rank() + " " + e.getMessage());
                        throw e;
                    }
                }))
                .isInstanceOf(RuntimeException.class);
        assertThat(ends)
                .hasSize(2)
                .contains("0 no room on the disk")
                .anyMatch(end -> end.startsWith("1 rank 1 of 2 cannot go on with what the first process does alone: "));
    }

    /** As that of a process that was stopped, which keeps its connections. */
    @Test
    void theFirstIsMissedWhereItGivesNoSignsOfLife() {
        Membership first = Threaded.membership(0, 2, Threaded.freePort());
        try (Noticeboard board = Noticeboard.open(first, Duration.ofSeconds(LONG))) {
            Vigil vigil = new Vigil(board, Duration.ofMillis(300));
            vigil.end();
            vigil.await();
            long begin = System.nanoTime();
            assertThatThrownBy(vigil::await).isInstanceOf(EnsembleException.class);
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(3));
        }
    }

    @Test
    void whoEndedIsNamedAsEnded() {
        assertThatThrownBy(() -> ensemble(LONG, ensemble -> {
                    if (ensemble.rank() == 0) {
                        ensemble.any(false);
                    }
                }))
                .isInstanceOf(PeerLostException.class)
                .hasMessageContaining("rank 1 has ended: what it said last tells why.");
    }

    @Test
    void nothingIsTriedAgainOnceAProcessIsLost() {
        ensemble(LONG, ensemble -> {
            if (ensemble.rank() == 0) {
                assertThatThrownBy(() -> ensemble.any(false)).isInstanceOf(PeerLostException.class);
                long begin = System.nanoTime();
                assertThatThrownBy(() -> ensemble.any(true)).isInstanceOf(PeerLostException.class);
                assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(1));
            }
        });
    }

    private interface Part {
        void play(Ensemble ensemble);
    }

    private static void ensemble(int patience, Part part) {
        int port = Threaded.freePort();
        Threaded.members(2, rank -> {
            try (Region region = Region.open();
                    Ensemble ensemble = Ensemble.join(
                            Threaded.membership(rank, 2, port), Device.CPU, Duration.ofSeconds(patience))) {
                part.play(ensemble);
            }
            return rank;
        });
    }

    private static double[] numbers(String list) {
        return Arrays.stream(list.substring(1, list.length() - 1).split(", "))
                .mapToDouble(Double::parseDouble)
                .toArray();
    }
}

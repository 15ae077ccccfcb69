package io.sfumato.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sfumato.tensor.Membership.Keeper;
import io.sfumato.tensor.Membership.Meeting;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a process learns that it is one of several, and how they meet. */
class MembershipTest {
    private static final Map<String, String> GOOD =
            Map.of("RANK", "3", "WORLD_SIZE", "4", "LOCAL_RANK", "1", "MASTER_ADDR", "node-0", "MASTER_PORT", "29500");

    @Test
    void theVariablesOfTorchrunAreUnderstood() {
        assertThat(Membership.of(GOOD))
                .contains(new Membership(3, 4, 1, new Meeting("node-0", 29500, Keeper.FIRST_PROCESS, 0)));
        assertThat(Membership.of(
                        with(Map.of("TORCHELASTIC_USE_AGENT_STORE", "True", "TORCHELASTIC_RESTART_COUNT", "2"))))
                .contains(new Membership(3, 4, 1, new Meeting("node-0", 29500, Keeper.STARTER, 2)));
    }

    @Test
    void aProcessWithoutThemIsAlone() {
        assertThat(Membership.of(Map.of("MASTER_PORT", "29500"))).isEmpty();
        assertThat(Membership.of(Map.of("RANK", "0", "WORLD_SIZE", "1"))).isEmpty();
    }

    @Test
    void severalTasksOfSlurmThatDoNotKnowOfEachOtherAreRefused() {
        assertThat(Membership.of(Map.of("SLURM_STEP_NUM_TASKS", "1", "SLURM_PROCID", "0")))
                .isEmpty();
        assertThatThrownBy(() -> Membership.of(Map.of("SLURM_STEP_NUM_TASKS", "4", "SLURM_PROCID", "0")))
                .isInstanceOf(EnsembleException.class)
                .hasMessageStartingWith("srun starts 4 tasks, but the environment variables RANK and WORLD_SIZE are"
                        + " missing: expected RANK=$SLURM_PROCID");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "WORLD_SIZE | '' | 'the environment variable WORLD_SIZE is missing beside RANK: expected the number of"
                        + " processes. To train with one process, unset RANK and WORLD_SIZE'",
                "RANK | '' | 'the environment variable RANK is missing beside WORLD_SIZE: expected the number of this"
                        + " process among 4. To train with one process, unset RANK and WORLD_SIZE'",
                "RANK | 4 | 'RANK is 4, expected the number of this process among 4: a whole number from 0 to 3'",
                "RANK | -1 | 'RANK is -1, expected the number of this process among 4: a whole number from 0 to 3'",
                "WORLD_SIZE | 0 | 'WORLD_SIZE is 0, expected the number of processes: a whole number from 1 to 1048576'",
                "WORLD_SIZE | four | 'WORLD_SIZE is ''four'', expected the number of processes: a whole number from 1"
                        + " to 1048576'",
                "LOCAL_RANK | 4 | 'LOCAL_RANK is 4, expected the number of this process on its machine: a whole number"
                        + " from 0 to 3'",
                "MASTER_ADDR | '' | 'the environment variable MASTER_ADDR is missing beside RANK: expected the address"
                        + " of the machine of rank 0. To train with one process, unset RANK and WORLD_SIZE'",
                "MASTER_PORT | http | 'MASTER_PORT is ''http'', expected a free port on the machine of rank 0: a whole"
                        + " number from 1 to 65535'",
                "MASTER_PORT | 65536 | 'MASTER_PORT is 65536, expected a free port on the machine of rank 0: a whole"
                        + " number from 1 to 65535'"
            })
    void whatDoesNotGoTogetherIsRefusedInOneLine(String name, String value, String message) {
        assertThatThrownBy(() -> Membership.of(with(Map.of(name, value))))
                .isInstanceOf(EnsembleException.class)
                .hasMessage(message);
    }

    @Test
    void whoWaitsInVainSaysForWhom() {
        int port = Threaded.freePort();
        assertThatThrownBy(() -> Threaded.members(2, rank -> join(Threaded.membership(rank, 4, port), 1)))
                .isInstanceOf(EnsembleException.class)
                .hasMessage("rank 0 of 4 waited 1 s at 127.0.0.1:" + port + " in vain for ranks 2, 3."
                        + " Start them, or set WORLD_SIZE to the number of processes that there are");
    }

    @Test
    void nobodyAtTheAddressIsSaidSo() {
        int port = Threaded.freePort();
        assertThatThrownBy(() -> join(Threaded.membership(1, 2, port), 1))
                .isInstanceOf(EnsembleException.class)
                .hasMessage("rank 1 of 2 found nobody at 127.0.0.1:" + port + " within 1 s. Expected rank 0 there:"
                        + " is it running, and are MASTER_ADDR and MASTER_PORT right?");
    }

    @Test
    void processesThatCountDifferentlyAreAllRefused() {
        int port = Threaded.freePort();
        List<String> messages = Threaded.members(2, rank -> {
            try {
                return join(Threaded.membership(rank, 2 + rank, port), 10);
            } catch (EnsembleException e) {
                return e.getMessage();
            }
        });
        assertThat(messages)
                .containsExactly(
                        "WORLD_SIZE is 2 in rank 0 and 3 in rank 1, expected one number in all processes",
                        "WORLD_SIZE is 3 in rank 1 and 2 in rank 0, expected one number in all processes");
    }

    @Test
    void aNumberThatTwoProcessesHaveIsRefusedInTheSecond() {
        int port = Threaded.freePort();
        List<String> messages = Threaded.members(3, thread -> {
            try {
                return join(Threaded.membership(Math.min(thread, 1), 3, port), 1);
            } catch (EnsembleException e) {
                return e.getMessage();
            }
        });
        assertThat(messages).anyMatch(message -> message.startsWith("two processes say that they are rank 1 of 3 at "));
    }

    @Test
    void aPortInUseIsSaidSo() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> join(Threaded.membership(0, 2, other.getLocalPort()), 1))
                    .isInstanceOf(EnsembleException.class)
                    .hasMessageStartingWith("rank 0 of 2 cannot listen at 127.0.0.1:" + other.getLocalPort());
            assertThatThrownBy(() -> join(Threaded.membership(1, 2, other.getLocalPort()), 1))
                    .isInstanceOf(EnsembleException.class)
                    .hasMessageStartingWith("rank 1 of 2 got no answer at 127.0.0.1:" + other.getLocalPort());
        }
    }

    private static String join(Membership membership, int patience) {
        try (Region region = Region.open();
                Ensemble ensemble = Ensemble.join(membership, Device.CPU, Duration.ofSeconds(patience))) {
            return "joined as " + ensemble.rank();
        }
    }

    private static Map<String, String> with(Map<String, String> changes) {
        Map<String, String> all = new HashMap<>(GOOD);
        all.putAll(changes);
        return all;
    }
}

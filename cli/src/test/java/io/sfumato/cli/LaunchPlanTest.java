package io.sfumato.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sfumato.tensor.Membership;
import io.sfumato.tensor.Processor;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What processes that one starts are asked to do. */
class LaunchPlanTest {
    @Test
    void theFirstIsAskedForAllButToStartOthers() {
        for (List<String> asked : List.of(
                List.of("train", "--processes", "2", "r.yaml", "--threads", "3"),
                List.of("train", "r.yaml", "--threads", "3", "--processes=2"))) {
            assertThat(plan(2, asked).argumentsOf(0)).containsExactly("train", "r.yaml", "--threads", "3");
        }
    }

    @Test
    void theOthersAreQuiet() {
        assertThat(plan(2, List.of("train", "r.yaml", "--threads=3")).argumentsOf(1))
                .containsExactly("train", "r.yaml", "--threads=3", "--quiet");
        assertThat(plan(2, List.of("train", "--quiet", "--threads=3")).argumentsOf(1))
                .containsExactly("train", "--quiet", "--threads=3");
    }

    @Test
    void threadsAreDivided() {
        assertThat(plan(1, List.of("train")).argumentsOf(0))
                .containsExactly("train", "--threads", String.valueOf(Processor.cores()));
        assertThat(plan(1024, List.of("train")).argumentsOf(0)).containsExactly("train", "--threads", "1");
    }

    @Test
    void whatIsNoOptionStaysAsItIs() {
        assertThat(plan(2, List.of("train", "--", "--processes", "--threads")).argumentsOf(1))
                .containsExactly(
                        "train",
                        "--threads",
                        String.valueOf(Math.max(1, Processor.cores() / 2)),
                        "--quiet",
                        "--",
                        "--processes",
                        "--threads");
    }

    @Test
    void theEnvironmentSaysWhoIsWho() {
        List<ProcessBuilder> processes = plan(3, List.of("train")).processes();
        assertThat(processes).hasSize(3);
        for (int rank = 0; rank < 3; rank++) {
            assertThat(Membership.of(processes.get(rank).environment()))
                    .contains(new Membership(
                            rank,
                            3,
                            rank,
                            new Membership.Meeting("127.0.0.1", 29501, Membership.Keeper.FIRST_PROCESS, 0)));
        }
    }

    @Test
    void theProgramIsStartedAsThisOneWas() {
        List<String> java = LaunchPlan.ofThisProgram(List.of("train"), 2).java();
        assertThat(java.get(0)).endsWith("/bin/java");
        assertThat(java)
                .contains("-Dorg.bytedeco.javacpp.maxPhysicalBytes=0", "-cp", System.getProperty("java.class.path"))
                .endsWith("io.sfumato.cli.Main");
    }

    private static LaunchPlan plan(int size, List<String> arguments) {
        return new LaunchPlan(size, 29501, List.of("java"), arguments);
    }
}

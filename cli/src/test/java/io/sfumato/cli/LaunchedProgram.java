package io.sfumato.cli;

import io.sfumato.tensor.Device;
import io.sfumato.tensor.Ensemble;
import io.sfumato.tensor.Membership;
import io.sfumato.tensor.PeerLostException;
import io.sfumato.tensor.Region;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program for tests that need processes of their own. */
final class LaunchedProgram {
    private LaunchedProgram() {}

    @SuppressWarnings("SystemOut")
    public static void main(String[] args) throws IOException, InterruptedException {
        switch (args[0]) {
            case "wait" -> {
                Starter.whenGone(() -> System.exit(Failure.BROKEN));
                System.out.println(ProcessHandle.current().pid());
                TimeUnit.MINUTES.sleep(1);
            }
            case "start-and-wait" -> {
                List<String> java = new ArrayList<>(command());
                java.add(1, Starter.option());
                java.add("wait");
                new ProcessBuilder(java).inheritIO().start().waitFor();
            }
            case "crew" -> {
                ProcessBuilder shell = new ProcessBuilder(
                        "bash", "-c", "trap 'echo saved; exit 0' TERM; echo begun; while true; do sleep 0.1; done");
                Crew.start(List.of(shell), Console.ofThisProcess(), Crew.Limits.USUAL)
                        .await();
            }
            default -> meetAndLoseOne();
        }
    }

    /** The command that starts this program. */
    static List<String> command() {
        LaunchPlan plan = LaunchPlan.ofThisProgram(List.of(), 1);
        List<String> java = new ArrayList<>(plan.java());
        java.removeIf(option -> option.startsWith("-javaagent") || option.startsWith("-Xmx"));
        java.set(java.size() - 1, LaunchedProgram.class.getName());
        return java;
    }

    @SuppressWarnings("SystemOut")
    private static void meetAndLoseOne() {
        try (Region region = Region.open();
                Ensemble ensemble = Ensemble.join(
                        Membership.of(System.getenv()).orElseThrow(), Device.CPU, Duration.ofMinutes(1))) {
            System.out.println("mean " + ensemble.mean((double) ensemble.rank()));
            if (!ensemble.leads()) {
                Runtime.getRuntime().halt(7);
            }
            ensemble.any(false);
        } catch (PeerLostException e) {
            System.err.println(e.getMessage());
            System.exit(Failure.BROKEN);
        }
    }
}

package io.sfumato.cli;

import io.sfumato.tensor.Processor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Several processes of this machine that do what one was asked to.
 *
 * @param size how many
 * @param port where they meet
 * @param java the command that starts the program, without arguments
 * @param arguments what the one was asked to do
 */
record LaunchPlan(int size, int port, List<String> java, List<String> arguments) {
    private static final String PROCESSES = "--processes";
    private static final String THREADS = "--threads";
    private static final String QUIET = "--quiet";
    private static final String END_OF_OPTIONS = "--";

    /** Processes of this program with this JVM's class path and options. */
    static LaunchPlan ofThisProgram(List<String> arguments, int size) {
        List<String> java = new ArrayList<>();
        java.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        java.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        java.add(Starter.option());
        java.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        return new LaunchPlan(size, freePort(), java, arguments);
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The processes by rank, not yet started. */
    List<ProcessBuilder> processes() {
        return IntStream.range(0, size).mapToObj(this::process).toList();
    }

    private ProcessBuilder process(int rank) {
        List<String> command = new ArrayList<>(java);
        command.addAll(argumentsOf(rank));
        ProcessBuilder process = new ProcessBuilder(command).redirectInput(ProcessBuilder.Redirect.from(Crew.NOTHING));
        Map<String, String> environment = process.environment();
        environment.keySet().removeIf(name -> name.startsWith("TORCHELASTIC_"));
        environment.put("RANK", String.valueOf(rank));
        environment.put("WORLD_SIZE", String.valueOf(size));
        environment.put("LOCAL_RANK", String.valueOf(rank));
        environment.put("LOCAL_WORLD_SIZE", String.valueOf(size));
        environment.put("MASTER_ADDR", "127.0.0.1");
        environment.put("MASTER_PORT", String.valueOf(port));
        environment.putIfAbsent("TORCH_CPP_LOG_LEVEL", "FATAL"); // what fails is said by this program
        environment.putIfAbsent("TORCH_NCCL_BLOCKING_WAIT", "1"); // a lost process is an exception, not an abort
        environment.putIfAbsent("TORCH_NCCL_ASYNC_ERROR_HANDLING", "0");
        return process;
    }

    /** What a process is asked to do: all but to start others. The first one tells how it goes, the others only errors. */
    List<String> argumentsOf(int rank) {
        int end = arguments.indexOf(END_OF_OPTIONS);
        List<String> options = new ArrayList<>(end < 0 ? arguments : arguments.subList(0, end));
        List<String> rest = end < 0 ? List.of() : arguments.subList(end, arguments.size());
        remove(options);
        if (options.stream().noneMatch(option -> option.equals(THREADS) || option.startsWith(THREADS + "="))) {
            options.addAll(List.of(THREADS, String.valueOf(Math.max(1, Processor.cores() / size))));
        }
        if (rank > 0 && !options.contains(QUIET)) {
            options.add(QUIET);
        }
        options.addAll(rest);
        return options;
    }

    private static void remove(List<String> options) {
        options.removeIf(option -> option.startsWith(PROCESSES + "="));
        int named = options.indexOf(PROCESSES);
        if (named >= 0) {
            options.subList(named, named + 2).clear();
        }
    }
}

package io.sfumato.tensor;

import java.util.Map;
import java.util.Optional;

/**
 * The place of this process among those that train together, as torchrun and the operators of clusters tell it in
 * environment variables.
 *
 * @param rank RANK: the number of this process, from 0
 * @param size WORLD_SIZE: the number of processes
 * @param localRank LOCAL_RANK: the number of this process on its machine, which is that of its device; 0 where absent
 * @param meeting where the processes meet
 */
public record Membership(int rank, int size, int localRank, Meeting meeting) {

    /** Who keeps the notes by which processes find each other. */
    public enum Keeper {
        /** The process of rank 0. */
        FIRST_PROCESS,
        /** The program that started this process, as torchrun does. */
        STARTER
    }

    /**
     * Where processes meet.
     *
     * @param host MASTER_ADDR: a name or address of the keeper's machine, by which all others reach it
     * @param port MASTER_PORT
     * @param attempt TORCHELASTIC_RESTART_COUNT: how often the processes were started again, 0 where absent
     */
    public record Meeting(String host, int port, Keeper keeper, int attempt) {

        @Override
        public String toString() {
            return host + ":" + port;
        }
    }

    private static final int LAST_PORT = 65535;
    private static final int MOST_PROCESSES = 1 << 20;

    /**
     * Reads the variables; empty where neither RANK nor WORLD_SIZE is there, and where there is one process.
     *
     * @throws EnsembleException where they do not go together, or are those of Slurm, which has names of its own
     */
    public static Optional<Membership> of(Map<String, String> environment) {
        Variables variables = new Variables(environment);
        if (!variables.has("RANK") && !variables.has("WORLD_SIZE")) {
            variables.refuseUntranslatedSlurm();
            return Optional.empty();
        }
        int size = variables.number("WORLD_SIZE", "the number of processes", 1, MOST_PROCESSES);
        int rank = variables.number("RANK", "the number of this process among " + size, 0, size - 1);
        if (size == 1) {
            return Optional.empty();
        }
        int localRank = variables.has("LOCAL_RANK")
                ? variables.number("LOCAL_RANK", "the number of this process on its machine", 0, size - 1)
                : 0;
        return Optional.of(new Membership(rank, size, localRank, meeting(variables)));
    }

    private static Meeting meeting(Variables variables) {
        return new Meeting(
                variables.text("MASTER_ADDR", "the address of the machine of rank 0"),
                variables.number("MASTER_PORT", "a free port on the machine of rank 0", 1, LAST_PORT),
                "True".equals(variables.environment.get("TORCHELASTIC_USE_AGENT_STORE"))
                        ? Keeper.STARTER
                        : Keeper.FIRST_PROCESS,
                variables.has("TORCHELASTIC_RESTART_COUNT")
                        ? variables.number("TORCHELASTIC_RESTART_COUNT", "a count of restarts", 0, Integer.MAX_VALUE)
                        : 0);
    }

    /** Whether this process keeps the notes. */
    boolean keeps() {
        return rank == 0 && meeting.keeper() == Keeper.FIRST_PROCESS;
    }

    private record Variables(Map<String, String> environment) {
        boolean has(String name) {
            return !environment.getOrDefault(name, "").isBlank();
        }

        /** Each of several tasks would train the whole by itself. */
        void refuseUntranslatedSlurm() {
            String tasks = environment.getOrDefault("SLURM_STEP_NUM_TASKS", "1").strip();
            if (!tasks.equals("1") && has("SLURM_STEP_NUM_TASKS")) {
                throw new EnsembleException("srun starts " + tasks + " tasks, but the environment variables RANK and"
                        + " WORLD_SIZE are missing: expected RANK=$SLURM_PROCID WORLD_SIZE=$SLURM_NTASKS"
                        + " LOCAL_RANK=$SLURM_LOCALID, MASTER_ADDR and MASTER_PORT for each. To train with one process,"
                        + " unset SLURM_STEP_NUM_TASKS");
            }
        }

        String text(String name, String meaning) {
            if (!has(name)) {
                throw new EnsembleException("the environment variable " + name + " is missing beside "
                        + (has("RANK") ? "RANK" : "WORLD_SIZE") + ": expected " + meaning
                        + ". To train with one process, unset RANK and WORLD_SIZE");
            }
            return environment.get(name).strip();
        }

        int number(String name, String meaning, int least, int most) {
            String text = text(name, meaning);
            String expected = ", expected " + meaning + ": a whole number from " + least + " to " + most;
            try {
                int number = Integer.parseInt(text);
                if (number < least || number > most) {
                    throw new EnsembleException(name + " is " + number + expected);
                }
                return number;
            } catch (NumberFormatException e) {
                throw new EnsembleException(name + " is '" + text + "'" + expected, e);
            }
        }
    }
}

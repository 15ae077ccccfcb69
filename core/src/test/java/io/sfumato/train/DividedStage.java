package io.sfumato.train;

import io.sfumato.nn.Init;
import io.sfumato.nn.Module;
import io.sfumato.tensor.AdamW;
import io.sfumato.tensor.DType;
import io.sfumato.tensor.Device;
import io.sfumato.tensor.Ensemble;
import io.sfumato.tensor.Placement;
import io.sfumato.tensor.Region;
import io.sfumato.tensor.Rng;
import io.sfumato.tensor.Safetensors;
import io.sfumato.tensor.TensorArchive;
import io.sfumato.train.loop.HeldOut;
import io.sfumato.train.loop.Learner;
import io.sfumato.train.loop.Objective;
import io.sfumato.train.loop.Progress;
import io.sfumato.train.loop.RunContext;
import io.sfumato.train.loop.RunFolder;
import io.sfumato.train.loop.Session;
import io.sfumato.train.loop.Silent;
import io.sfumato.train.loop.Slice;
import io.sfumato.train.loop.Stage;
import io.sfumato.train.loop.Stop;
import io.sfumato.train.loop.Training;
import io.sfumato.train.recipe.AverageRecipe;
import io.sfumato.train.recipe.LearningRate;
import io.sfumato.train.recipe.Schedule;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Ten steps of a stage in float64, by one member or by several that share every batch of four. AdamW's ε is the ordinary one: rounding
 * is so far below it that what is left of a difference is a mistake.
 */
public final class DividedStage {
    /** Pictures of a step. */
    public static final int BATCH = 4;

    /** What networks of the stage are drawn in. */
    public static final Placement PRECISION = new Placement(Device.CPU, DType.FLOAT64);

    private static final int STEPS = 10;
    private static final double RATE = 2e-3;

    private DividedStage() {}

    /**
     * What is learned.
     *
     * @param batches the pictures of a slice
     * @param networks which the lesson has made
     */
    public record Lesson<B>(List<Learner<B>> learners, Function<Slice, B> batches, List<Module> networks)
            implements Objective<B>, AutoCloseable {
        @Override
        public B batch(Slice slice) {
            return batches.apply(slice);
        }

        @Override
        public List<String> names(Slice slice) {
            return List.of();
        }

        @Override
        public HeldOut examine() {
            return HeldOut.NONE;
        }

        @Override
        public void publish(Path sheet, Progress progress) {
            // nobody looks
        }

        @Override
        public void close() {
            networks.forEach(Module::close);
        }
    }

    /** What a checkpoint holds in the end: weights, and the optimizers' moments, by name. */
    public static <B> Map<String, double[]> train(
            int processes, Path folder, BiFunction<Init, Ensemble, Lesson<B>> lesson) {
        Together.train(processes, new Silent(), new Stop(), session -> train(session, folder, lesson));
        Map<String, double[]> end = new TreeMap<>();
        for (String file : List.of("model", "learning")) {
            try (Region region = Region.open();
                    TensorArchive archive =
                            Safetensors.open(folder.resolve("checkpoints/last/" + file + ".safetensors"))) {
                archive.names().forEach(name -> end.put(name, archive.load(name).toDoubles()));
            }
        }
        return end;
    }

    private static <B> void train(Session session, Path folder, BiFunction<Init, Ensemble, Lesson<B>> lesson) {
        try (Region region = Region.open();
                Rng seed = Rng.seeded(5);
                Lesson<B> learned = lesson.apply(new Init.Drawn(seed, PRECISION), session.ensemble())) {
            RunContext run = new RunContext(new RunFolder(folder), PRECISION, seed, new Training(), session);
            new Stage("stage", schedule(), run).train(learned);
        }
    }

    private static Schedule schedule() {
        return new Schedule(
                (long) STEPS * BATCH,
                BATCH,
                new LearningRate.Constant(RATE, 0),
                AdamW.Options.DEFAULT,
                OptionalDouble.of(1),
                new AverageRecipe.Exponential(0.9),
                (long) STEPS * BATCH,
                1,
                Schedule.Activations.KEPT,
                OptionalLong.empty());
    }

    /** The largest difference of any number. */
    public static double distance(Map<String, double[]> ours, Map<String, double[]> theirs) {
        if (!ours.keySet().equals(theirs.keySet())) {
            throw new IllegalArgumentException(ours.keySet() + " and " + theirs.keySet());
        }
        return ours.keySet().stream()
                .mapToDouble(name -> distance(ours.get(name), theirs.get(name)))
                .max()
                .orElseThrow();
    }

    private static double distance(double[] ours, double[] theirs) {
        double most = 0;
        for (int i = 0; i < ours.length; i++) {
            most = Math.max(most, Math.abs(ours[i] - theirs[i]));
        }
        return most;
    }
}
